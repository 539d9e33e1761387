from pathlib import Path

import pytest

from eval.strict import read_yaml
from index.errors import InputError


def test_a_file_of_our_schema_is_read(tmp_path: Path):
    (tmp_path / "set.yaml").write_text("schema: 1\nitems:\n- {id: a}\n- {id: b}\n")
    assert read_yaml(tmp_path / "set.yaml") == {"schema": 1, "items": [{"id": "a"}, {"id": "b"}]}


def test_a_day_is_the_text_that_stands_there(tmp_path: Path):
    (tmp_path / "set.yaml").write_text("schema: 1\nmust: [2024-03-05, 2024-03-05 10:00:00, 84]\n")
    assert read_yaml(tmp_path / "set.yaml")["must"] == ["2024-03-05", "2024-03-05 10:00:00", 84]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("schema: 1\nitems: [\n", r": not a readable YAML file \(line \d"),
        ("schema: 1\nitems:\n- id: a\n  id: b\n", r": not a readable YAML file \(line 4: “id” stands twice\)"),
        ("schema: 1\nschema: 1\n", "line 2: “schema” stands twice"),
        ("schema: 1\nitems:\n- question: two: which?\n", "line 3: mapping values .*; a text with “: ” in it stands in"),
        ("schema: 2\n", ", schema: 2 was found; 1 is expected"),
        ("items: 1\n", ", schema: nothing was found; 1 is expected"),
        ("- a\n", ": the fields of an eval set are expected at the top"),
        ("", ": the file is empty"),
        ("# nothing yet\n", ": the file is empty"),
        (f"a: {'[' * 5000}", r": not a readable YAML file \(lists or mappings in each other"),
        ("schema: 1\nitems:\n- [1, 2]: 3\n", "line 3: a list or mapping stands where a field’s name"),
        ("schema: 1\nitems:\n- {1: 2}: 3\n", "line 3: a list or mapping stands where a field’s name"),
        ("schema: 1\nitems:\n\t- a\n", "line 3: .*; indent with spaces, not with tabs"),
        ('schema: 1\nitems:\n- q: "one\n- q: "two"\n', "; line 3 opens a quotation mark that it does not close"),
        ("schema: 1\nat: !!python/name:os.system\n", "line 2: could not determine a constructor"),
    ],
)
def test_what_is_none_is_one_line_with_the_file(tmp_path: Path, text: str, told: str):
    (tmp_path / "set.yaml").write_text(text)
    with pytest.raises(InputError, match=rf"set\.yaml.*{told}") as failure:
        read_yaml(tmp_path / "set.yaml")
    assert "\n" not in str(failure.value)


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path):
    with pytest.raises(InputError, match=r"set\.yaml: there is no such file"):
        read_yaml(tmp_path / "set.yaml")
    (tmp_path / "set.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="it is not UTF-8 text"):
        read_yaml(tmp_path / "set.yaml")
