// The page's own behaviour: citations, sentences, keys, drawers, copying and saving. It asks no server but its own,
// and everything it writes into the page is text, never markup.
window.pullquote = (() => {
  "use strict";
  const find = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const narrow = window.matchMedia("(max-width: 739px)");
  const touched = window.matchMedia("(pointer: coarse)");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let trigger = () => {};
  let opener = null;
  let below = null; // what opened the drawer over which the sheet is
  let lastShown = "";
  let rated = null;

  // Sentences and citations

  const sentences = (first, last) => {
    const found = [];
    for (let number = first; number <= last; number += 1) {
      const element = document.getElementById(`s${number}`);
      if (element) found.push(element);
    }
    return found;
  };
  const cited = (link) => sentences(Number(link.dataset.first), Number(link.dataset.last));

  // The place of a character of the piece: code points from the sentence's own start. A direction override is one
  // character that is drawn as an empty element.
  const place = (offset) => {
    const sentence = all("#piece .s").findLast((one) => Number(one.dataset.start) <= offset);
    if (!sentence) return null;
    let left = offset - Number(sentence.dataset.start);
    const walker = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.ELEMENT_NODE) {
        if (node.className === "control") left -= 1;
        continue;
      }
      const points = Array.from(node.data);
      if (left <= points.length) return [node, points.slice(0, Math.max(0, left)).join("").length];
      left -= points.length;
    }
    return null;
  };

  const range = (mark) => {
    const [start, end] = mark.split("-").map(Number);
    const from = place(start);
    const to = place(end - 1);
    if (!from || !to) return null;
    const made = new Range();
    made.setStart(...from);
    const width = to[0].data.codePointAt(to[1]) > 0xffff ? 2 : 1;
    made.setEnd(to[0], Math.min(to[0].data.length, to[1] + width));
    return made;
  };

  const light = (links, strong) => {
    all("#piece .s").forEach((one) => one.classList.remove("lit", "near", "strong"));
    const look = (link) => (link.classList.contains("where") ? "near" : "lit");
    links.forEach((link) => cited(link).forEach((one) => one.classList.add(look(link))));
    (strong ? cited(strong) : []).forEach((one) => one.classList.add("strong"));
    if (!window.Highlight || !CSS.highlights) return;
    const marks = links.map((link) => link.dataset.mark).filter(Boolean).map(range).filter(Boolean);
    CSS.highlights.set("answering", new Highlight(...marks));
  };

  const bringIntoView = (element) => {
    const box = find("#piece .scroll");
    if (!element || !box) return;
    const inside = element.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (inside.top >= frame.top + 24 && inside.bottom <= frame.bottom - 24) return;
    const top = box.scrollTop + inside.top - frame.top - frame.height / 3;
    box.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
  };

  const linksOf = (turn) => (turn ? all("a.cite", turn) : []);

  const follow = (link) => {
    if (narrow.matches) sheet(true, link);
    light(linksOf(link.closest(".turn, .proof")), link);
    const first = cited(link)[0];
    // a sheet that slides in has its place only when it is laid out
    requestAnimationFrame(() => bringIntoView(first));
    if (first) {
      rove(first);
      say(`Shown in the piece: ${link.dataset.quote}`);
    }
  };

  // A phone shows the conversation; the piece is a sheet over it

  const sheet = (open, from = null) => {
    if (open && from?.closest(".drawer")) below = opener;
    if (open) opener = from || document.activeElement;
    document.body.classList.toggle("sheet", open);
    document.body.classList.toggle("over", Boolean(open && from?.closest(".drawer")));
    document.body.classList.toggle("half", Boolean(from)); // what is cited stays in view above its place
    from?.closest("blockquote, .said")?.scrollIntoView({ block: "start" });
    shade();
    const button = find("#masthead [data-sheet]");
    if (button) button.setAttribute("aria-expanded", String(open));
    if (open) find("#piece .scroll")?.focus({ preventScroll: true });
    else {
      opener?.focus();
      if (below) [opener, below] = [below, null];
    }
  };

  // A sentence tells where it was quoted

  const closeNote = (refocus = false) => {
    const note = find("#note");
    if (!note) return;
    const sentence = document.getElementById(note.dataset.sentence);
    sentence?.classList.remove("noted");
    note.remove();
    if (refocus) sentence?.focus({ preventScroll: true });
  };

  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };

  const quotedIn = (sentence) => {
    const number = Number(sentence.id.slice(1));
    const holds = (link) => Number(link.dataset.first) <= number && number <= Number(link.dataset.last);
    return all("#talk .turn")
      .map((turn) => ({ turn, link: linksOf(turn).find((link) => holds(link)) }))
      .filter(({ link }) => link);
  };

  // What lies over the conversation goes
  const toTalk = () => {
    closeNote();
    if (narrow.matches) sheet(false);
    if (document.body.dataset.drawer) drawer("");
  };

  const openNote = (sentence) => {
    closeNote();
    const note = document.createElement("div");
    note.id = "note";
    note.dataset.sentence = sentence.id;
    note.setAttribute("role", "dialog");
    note.setAttribute("aria-label", "About this sentence");
    const told = document.createElement("p");
    const places = quotedIn(sentence);
    told.textContent = places.length ? "Quoted in the answer to" : "No answer has quoted this sentence.";
    note.append(told);
    places.forEach(({ turn, link }) => {
      const asked = find(".asked", turn).textContent;
      const near = link.classList.contains("where") ? `${asked} (as the nearest passage)` : asked;
      note.append(
        button(near, () => {
          toTalk();
          light(linksOf(turn), link);
          turn.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
          link.focus({ preventScroll: true });
        }),
      );
    });
    const ask = button("Ask about this sentence", () => {
      toTalk();
      const words = sentence.textContent.trim().replaceAll("“", "‘").replaceAll("”", "’");
      write(`What does it mean by “${words}”?`);
    });
    ask.className = "primary";
    const source = find("#piece .paper").dataset.source;
    const words = sentence.textContent.trim();
    const quoted = /[“”"]/.test(words) ? `‘${words}’` : `“${words}”`;
    const copying = button("Copy this sentence", () => copy(source ? `${quoted} — ${source}` : quoted, copying));
    copying.className = "plain";
    note.append(ask, copying);
    document.body.append(note);
    sentence.classList.add("noted");
    put(note, sentence);
    find("button", note).focus({ preventScroll: true });
  };

  // Under the sentence, or over it: its own words stay in view
  const put = (note, sentence) => {
    const at = sentence.getBoundingClientRect();
    const most = window.innerHeight - note.offsetHeight - 12;
    const top = at.bottom + 6 <= most ? at.bottom + 6 : at.top - note.offsetHeight - 6;
    note.style.top = `${Math.max(12, Math.min(top, most))}px`;
    note.style.left = `${Math.max(12, Math.min(at.left, window.innerWidth - note.offsetWidth - 12))}px`;
  };

  // It goes with its sentence
  const scrolled = () => {
    const note = find("#note");
    const sentence = note && document.getElementById(note.dataset.sentence);
    if (!sentence) return;
    const box = sentence.getBoundingClientRect();
    const paper = find("#piece").getBoundingClientRect();
    if (box.bottom < paper.top || box.top > paper.bottom) closeNote();
    else put(note, sentence);
  };

  // One tab stop for the piece; the arrow keys go from sentence to sentence

  const rove = (sentence) => {
    all("#piece .s[role]").forEach((one) => {
      one.setAttribute("tabindex", "-1"); // until the focus has gone on
      one.removeAttribute("role");
    });
    sentence.setAttribute("tabindex", "0");
    sentence.setAttribute("role", "button");
  };

  const step = (from, by) => {
    const next = document.getElementById(`s${Number(from.id.slice(1)) + by}`);
    if (!next) return;
    rove(next);
    next.focus();
    bringIntoView(next);
  };

  // The question

  const box = () => find("#question textarea, #question input");

  const focus = () => box()?.focus();

  // Above the box stands why a question could not be asked, until it is written anew
  const refused = () => find("#said .told");

  const written = (event) => {
    if (event.target === box() && refused()) trigger("heeded", {});
    measure();
  };

  // Before it is asked, a question that is too long is told so in the words that it would be refused with
  const MOST_ASKED = 2_000;

  const measure = () => {
    const line = find("#long p");
    const size = [...(box()?.value ?? "").trim().replace(/\s+/g, " ")].length;
    const long = `The question has ${size.toLocaleString("en")} characters; at most ${MOST_ASKED.toLocaleString("en")} are read. Ask it shorter.`;
    const told = size > MOST_ASKED ? long : "";
    if (!line || line.textContent === told) return;
    if (!line.textContent) say(told);
    line.textContent = told;
  };

  // What was pressed is gone with the next view; on a touch screen the focus would open the keyboard
  const toBox = () => {
    if (!touched.matches) focus();
  };

  const write = (text) => {
    const field = box();
    if (!field) return;
    field.focus();
    field.select();
    // as if typed, so that what stood there comes back with Ctrl-Z
    if (!document.execCommand("insertText", false, text)) {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.setSelectionRange(text.length, text.length);
  };

  // What is not yet asked outlives a reload
  const DRAFT = "pullquote-draft";

  const keepDraft = () => sessionStorage.setItem(DRAFT, box()?.value ?? "");

  const giveDraft = () => {
    const [field, draft] = [box(), sessionStorage.getItem(DRAFT)];
    if (!field || !draft || field.value) return;
    field.value = draft;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // Each tab has a session of its own, which outlives a reload. A tab that is duplicated takes what is stored along: that
  // the session is another tab's, a lock tells, where the browser has them
  const SESSION = "pullquote-session";

  const claim = (id) =>
    new Promise((told) => {
      if (!id || !navigator.locks) return told(id);
      const hold = () => new Promise(() => told(id)); // for as long as the page is there
      const patience = { signal: AbortSignal.timeout(1000) }; // a page that is loaded anew may not quite be gone
      navigator.locks.request(`pullquote ${id}`, patience, hold).catch(() => told(""));
    });

  const session = async () => [await claim(sessionStorage.getItem(SESSION) ?? "")];

  const keep = (id) => {
    if (!id) return;
    holdAgain();
    if (id === sessionStorage.getItem(SESSION)) return;
    sessionStorage.setItem(SESSION, id);
    claim(id);
  };

  const say = (text) => {
    const live = find("#live");
    if (live) live.textContent = text;
  };

  const unfolded = new Set();
  const folded = ({ target }) => {
    const turn = target.closest("#talk .turn")?.dataset.turn;
    if (turn) unfolded[target.open ? "add" : "delete"](turn);
  };

  // After each change of the conversation: light the newest answer's sentences, and keep its end in view

  const refreshed = () => {
    const turn = all("#talk .turn").at(-1);
    const frame = find("#talk .scroll");
    setTimeout(sameText, 400);
    toComment();
    // Gradio takes away what was not in its HTML
    all("#talk details").forEach((one) => (one.open = unfolded.has(one.closest(".turn").dataset.turn)));
    all("#talk blockquote").forEach((one) => (one.lang = find("#piece .paper").lang));
    if (!turn) {
      lastShown = "";
      unfolded.clear();
      light([], null);
      return;
    }
    const links = linksOf(turn);
    const now = `${turn.dataset.turn} ${links.length} ${turn.dataset.state}`;
    if (now === lastShown) return;
    const fresh = !lastShown.startsWith(`${turn.dataset.turn} `);
    lastShown = now;
    light(links, null);
    if (frame && (fresh || turn.dataset.state !== "running")) {
      const top = turn.offsetTop - 12;
      frame.scrollTo({ top, behavior: calm.matches || fresh ? "auto" : "smooth" });
    }
    if (fresh && touched.matches && document.activeElement === box()) box().blur(); // its keyboard would hide the answer
    if (links.length) bringIntoView(cited(links[0])[0]);
    if (turn.dataset.state !== "running") say(spoken(turn));
    else if (fresh && find("[data-silent]", turn)) say(find(".reading", turn).textContent);
  };

  // While a model has said nothing, the seconds show that it is waited for
  let waiting = { turn: "", since: 0 };
  const count = () => {
    const told = find("#talk .reading[data-silent]");
    const turn = told?.closest(".turn").dataset.turn ?? "";
    if (turn !== waiting.turn) waiting = { turn, since: Date.now() };
    if (!told) return;
    const seconds = Math.floor((Date.now() - waiting.since) / 1000);
    told.dataset.silent = seconds > 1 ? `${seconds} s` : "";
    told.classList.toggle("long", seconds >= 8);
  };

  // Without locks, a tab and its duplicate are one session: where the other one has opened another piece, this one shows
  // it too; a page that was just loaded anew for that waits a little
  let comparing = 0;
  const sameText = () => {
    const talk = find("#talk .talk")?.dataset.piece;
    const shown = find("#piece .paper")?.dataset.piece;
    if (!talk || !shown || talk === shown) return;
    const wait = Number(sessionStorage.getItem("pullquote-again") || 0) + 10_000 - Date.now();
    if (wait > 0) {
      clearTimeout(comparing);
      comparing = setTimeout(sameText, wait);
      return;
    }
    sessionStorage.setItem("pullquote-again", String(Date.now()));
    location.reload();
  };

  const spoken = (turn) => all(".readas, .answer p, .answer summary", turn).map(words).join(" ");

  const words = (element) => {
    const own = element.cloneNode(true);
    all("button", own).forEach((one) => one.remove());
    return own.textContent;
  };

  // Drawers

  // What lies under the sheet or a drawer is out of reach; beside a drawer the piece can be read where there is room, and
  // a sheet over one
  const shade = () => {
    const drawn = Boolean(document.body.dataset.drawer);
    const sheeted = document.body.classList.contains("sheet");
    const over = narrow.matches && document.body.classList.contains("over");
    find("#frame").inert = drawn && narrow.matches && !over;
    all(".drawer").forEach((one) => (one.inert = over));
    find("#masthead").inert = drawn;
    find("#side").inert = drawn || (narrow.matches && sheeted);
    remember(drawn || sheeted);
  };

  // On a phone the button that leads back closes what lies over the conversation
  const remember = (over) => {
    const kept = Boolean(history.state?.over);
    if (over && narrow.matches && !kept) history.pushState({ over: true }, "");
    if (!over && kept) history.back();
  };

  const back = () => {
    if (history.state?.over) return;
    if (document.body.classList.contains("over")) return sheet(false);
    if (document.body.dataset.drawer) drawer("");
    if (document.body.classList.contains("sheet")) sheet(false);
  };

  const drawer = (name) => {
    if (name) {
      if (!document.body.dataset.drawer) opener = document.activeElement;
      const panel = document.getElementById(name);
      panel.setAttribute("role", "dialog");
      panel.setAttribute("aria-label", find("h2", panel).textContent);
      document.body.dataset.drawer = name;
      if (name === "own") trigger("drawn", {});
      find((!touched.matches && GIVEN[name]?.text) || "button", panel).focus({ preventScroll: true });
    } else {
      if (document.body.dataset.drawer === "draft") light(linksOf(all("#talk .turn").at(-1)), null);
      delete document.body.dataset.drawer;
    }
    shade();
    if (!name) opener?.focus();
    all("[data-drawer-button]").forEach((one) =>
      one.setAttribute("aria-expanded", String(one.dataset.drawerButton === document.body.dataset.drawer)),
    );
  };

  // Copying and saving

  const copy = async (text, from) => {
    const label = (from.dataset.label ??= from.textContent);
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = document.createElement("textarea");
      field.value = text;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    from.textContent = "Copied";
    setTimeout(() => (from.textContent = label), 1500);
    say("Copied");
  };

  const save = (file) => {
    if (!file?.name) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([file.text], { type: file.type }));
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  // A text that has been opened is what is read next: nothing lies over it any more
  const opened = () => {
    if (document.body.dataset.drawer !== "own") return;
    const field = find("#text textarea");
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    drawer("");
    toBox();
    say(`It is open: ${find("#piece h1, #piece .headline").textContent}`);
  };

  // A draft that has been checked is held against the piece that is open: another one, or after a reload
  const HELD = "pullquote-held";

  const holdAgain = () => {
    if (sessionStorage.getItem(HELD)) trigger("held", {});
  };

  // What was found in a draft comes into view, and is told
  const checked = (element) => {
    const found = find(".sum, .told", element);
    if (find(".sum", element)) sessionStorage.setItem(HELD, "yes");
    if (!found || document.body.dataset.drawer !== "draft") return;
    say(find("p", found).textContent);
    found.scrollIntoView({ block: found.matches(".sum") ? "start" : "nearest" });
  };

  const rate = (pressed) => {
    const { turn, rating } = pressed.dataset;
    if (pressed.getAttribute("aria-pressed") === "false") rated = turn;
    trigger("rated", { turn: Number(turn), rating, comment: "" });
  };

  // What can be added to a rating comes into view with it
  const toComment = () => {
    if (rated) find(`form.comment[data-turn="${rated}"]`)?.scrollIntoView({ block: "nearest" });
    rated = null;
  };

  // What a piece is called can be corrected in its head
  let named = false;

  const naming = () => find("#piece form.naming");

  const correct = () => {
    const form = naming();
    const label = find("#piece .correct");
    if (!form.hidden) form.reset();
    form.hidden = !form.hidden;
    label.setAttribute("aria-expanded", String(!form.hidden));
    (form.hidden ? label : find("input", form)).focus();
  };

  const name = (form) => {
    const { title, author, date } = form.elements;
    named = true;
    trigger("named", { title: title.value, author: author.value, date: date.value });
  };

  const toName = () => {
    if (!named) return;
    named = false;
    if (!naming().hidden) return find("[name=date]", naming()).focus();
    find("#piece .correct").focus();
    say(`It is named: ${find("#piece h1, #piece .headline").textContent}`);
  };

  const submitted = (event) => {
    if (event.target === naming()) {
      event.preventDefault();
      return name(event.target);
    }
    const form = event.target.closest("form.comment");
    if (!form) return;
    event.preventDefault();
    const { turn, rating } = form.dataset;
    trigger("rated", { turn: Number(turn), rating, comment: find("input", form).value });
    say("Thank you");
    toBox();
  };

  // Where a text is given: the drawers of one's own piece and of a draft
  const GIVEN = {
    own: { file: "#file input[type=file]", text: "#text textarea", button: "#read" },
    draft: { file: "#draft input[type=file]", text: "#quoting textarea", button: "#check" },
  };

  // A file that is dropped anywhere goes where one would be chosen

  const held = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

  const hovering = (event) => {
    if (held(event)) event.preventDefault();
  };

  const dropped = (event) => {
    if (!held(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { files } = event.dataTransfer;
    if (!GIVEN[document.body.dataset.drawer]) drawer("own");
    const of = document.body.dataset.drawer;
    if (files.length > 1) trigger("refused", { of, what: "files", name: "", size: files.length });
    else if (files.length && !tooLarge(files[0], of)) hand(files[0], of);
  };

  // Gradio takes a file by its hidden input; one too large is refused here, before it is sent for nothing
  const LARGEST = 10_000_000;

  const tooLarge = (file, of) => {
    if (!file || file.size <= LARGEST) return false;
    trigger("refused", { of, what: "file", name: file.name, size: file.size });
    return true;
  };

  const chosen = (event) => {
    const of = Object.keys(GIVEN).find((name) => event.target.matches?.(GIVEN[name].file));
    if (!of || !tooLarge(event.target.files[0], of)) return;
    event.stopImmediatePropagation();
    event.target.value = "";
  };

  // So is a text of more characters than are taken; what is little more than that the server counts
  const LONGEST = 2_000_000;

  const pressedRead = (event) => {
    const of = Object.keys(GIVEN).find((name) => event.target.closest(GIVEN[name].button));
    const text = of ? (find(GIVEN[of].text)?.value ?? "") : "";
    if (text.length <= LONGEST) return;
    event.stopPropagation();
    trigger("refused", { of, what: "text", name: "", size: [...text].length });
  };

  const hand = (file, of) => {
    const input = find(GIVEN[of].file);
    if (!input) return;
    const transfer = new DataTransfer();
    transfer.items.add(file);
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // Tooltips: the quote behind a number

  const tip = (link) => {
    find("#tip")?.remove();
    if (!link?.dataset.quote || link.closest("blockquote")) return;
    const made = document.createElement("div");
    made.id = "tip";
    made.setAttribute("role", "tooltip");
    made.textContent = link.dataset.quote;
    document.body.append(made);
    const at = link.getBoundingClientRect();
    const above = at.top - made.offsetHeight - 8;
    made.style.top = `${above > 8 ? above : at.bottom + 8}px`;
    made.style.left = `${Math.max(8, Math.min(at.left - 20, window.innerWidth - made.offsetWidth - 8))}px`;
  };

  const point = (link, on) => {
    all("#piece .s.pointed").forEach((one) => one.classList.remove("pointed"));
    if (on) cited(link).forEach((one) => one.classList.add("pointed"));
    tip(on ? link : null);
  };

  const acts = {
    ask: (from) => {
      trigger("suggested", { question: from.dataset.question });
      toBox();
    },
    retry: () => {
      trigger("again", {});
      toBox();
    },
    edit: () => trigger("amend", {}),
    copy: (from) => copy(from.dataset.copy, from),
    quote: (from) => copy(from.dataset.copy, from),
    rate,
    markdown: () => trigger("save", { as: "markdown" }),
    receipts: () => trigger("save", { as: "receipts" }),
    clear: () => {
      trigger("wipe", {});
      toBox();
    },
    sample: () => trigger("sample", {}),
    correct,
    undo: () => {
      trigger("undo", {});
      toBox();
    },
  };

  // A quote does what its number does, unless words of it are being selected
  const citing = (target) => {
    if (target.closest("a, button")) return target.closest("a.cite");
    const quote = target.closest(":is(#talk, #checked) blockquote");
    return quote && !String(window.getSelection()) ? find("a.cite", quote) : null;
  };

  const clicked = (event) => {
    if (!event.target.closest("details.menu")) find("details.menu[open]")?.removeAttribute("open");
    const link = citing(event.target);
    if (link) {
      event.preventDefault();
      closeNote();
      return follow(link);
    }
    const act = event.target.closest("[data-act]");
    if (act) {
      if (act.closest("details.menu")) closeMenu();
      return acts[act.dataset.act]?.(act);
    }
    if (event.target.closest("#send, #stop")) toBox();
    const named = event.target.closest("[data-drawer-button], .drawer-close");
    if (named) {
      if (named.closest("details.menu")) closeMenu();
      return drawer(named.dataset.drawerButton || "");
    }
    if (event.target.closest("[data-sheet]")) return sheet(!document.body.classList.contains("sheet"));
    if (event.target.closest("#note")) return undefined;
    const sentence = event.target.closest("#piece .s");
    const selected = String(window.getSelection());
    if (sentence && !selected) {
      rove(sentence);
      return openNote(sentence);
    }
    return closeNote();
  };

  const editable = (element) => element?.matches?.("input, textarea, select, [contenteditable='true']");

  const pressed = (event) => {
    if (event.key === "Escape") {
      find("#tip")?.remove();
      if (find("#note")) return closeNote(true);
      if (find("details.menu[open]")) return closeMenu();
      if (naming()?.contains(event.target)) return correct();
      if (document.body.classList.contains("over")) return sheet(false);
      if (document.body.dataset.drawer) return drawer("");
      if (document.body.classList.contains("sheet")) return sheet(false);
      if (find("#talk .turn.editing")) return acts.edit();
    }
    const note = find("#note");
    if (event.key === "Tab" && note?.contains(event.target)) {
      const buttons = all("button", note);
      if (event.target === (event.shiftKey ? buttons[0] : buttons.at(-1))) {
        event.preventDefault();
        return closeNote(true);
      }
    }
    const free = !editable(event.target) && !document.body.dataset.drawer;
    if (event.key === "/" && free && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      return focus();
    }
    const sentence = event.target.closest?.("#piece .s");
    if (!sentence) return undefined;
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (by) {
      event.preventDefault();
      return step(sentence, by);
    }
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return openNote(sentence);
    }
    return undefined;
  };

  const closeMenu = () => {
    const menu = find("details.menu");
    menu.removeAttribute("open");
    find("summary", menu).focus();
  };

  const left = (event) => {
    const menu = event.target.closest?.("details.menu[open]");
    if (event.relatedTarget && !menu?.contains(event.relatedTarget)) menu?.removeAttribute("open");
  };

  const pointed = (event) => {
    const link = event.target.closest?.("a.cite");
    if (link) point(link, event.type === "mouseover" || event.type === "focusin");
  };

  document.addEventListener("click", clicked);
  document.addEventListener("click", pressedRead, true);
  document.addEventListener("input", written);
  document.addEventListener("keydown", pressed);
  document.addEventListener("scroll", scrolled, true);
  document.addEventListener("submit", submitted);
  document.addEventListener("dragover", hovering);
  document.addEventListener("drop", dropped, true);
  document.addEventListener("change", chosen, true);
  ["mouseover", "mouseout", "focusin", "focusout"].forEach((name) => document.addEventListener(name, pointed));
  document.addEventListener("focusout", left);
  document.addEventListener("toggle", folded, true);
  narrow.addEventListener("change", shade);
  window.addEventListener("popstate", back);
  window.addEventListener("pagehide", keepDraft);
  setInterval(() => [count(), measure()], 1000);
  document.documentElement.lang = "en";

  return {
    piece: (element, watch) => {
      const first = () => {
        const sentence = find(".s", element);
        if (sentence) rove(sentence);
        find(".scroll", element)?.scrollTo({ top: 0 });
        closeNote();
      };
      let shown = find(".paper", element).dataset.piece;
      watch("value", () => {
        first();
        holdAgain();
        const now = find(".paper", element).dataset.piece;
        if (now !== shown && refused()) trigger("moved", {}); // what could not be asked was for the other piece
        if (now === shown) light(linksOf(all("#talk .turn").at(-1)), null);
        shown = now;
        toName();
      });
      first();
    },
    talk: (element, send, watch) => {
      trigger = send;
      const live = find("#live");
      if (live) document.body.append(live); // where no drawer silences it
      watch("value", refreshed);
      refreshed();
      setTimeout(giveDraft);
    },
    told: (element, watch) => watch("value", () => find(".done", element) && setTimeout(opened, 50)),
    checked: (element, watch) => watch("value", () => setTimeout(() => checked(element), 50)),
    session,
    keep,
    save,
    focus,
  };
})();
