import argparse

from ui.command import add_command


def test_a_command_runs_what_it_was_given_and_says_what_it_does():
    top = argparse.ArgumentParser(prog="pullquote")
    commands = top.add_subparsers()
    added = add_command(commands, "greet", lambda options: len(options.name), "greet somebody")
    added.add_argument("name")
    options = top.parse_args(["greet", "Ada"])
    assert options.run(options) == 3
    assert added.description == "Greet somebody."
    assert "greet somebody" in top.format_help()
