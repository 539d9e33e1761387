"use strict";
// The items to drill into: built from the JSON in the page when they are opened. Texts are only ever set as text.
const data = JSON.parse(document.getElementById("data").textContent);
const list = document.getElementById("items");

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function titled(parent, title, ...nodes) {
  parent.append(make("h3", "", title), ...nodes);
}

// The piece as spans between all the borders of quotes, highlights and evidence.
function lit(item) {
  const piece = data.pieces[item.piece];
  const ranges = item.quotes.map((q) => ["quoted", q.start, q.end]);
  item.quotes.forEach((q) => q.highlight && ranges.push(["lit", ...q.highlight]));
  item.gold.forEach((n) => ranges.push(["gold", ...piece.sentences[n]]));
  // Offsets count code points; JavaScript's strings count UTF-16 units.
  const characters = Array.from(piece.text);
  const borders = [...new Set([0, characters.length, ...ranges.flatMap((r) => [r[1], r[2]])])].sort((a, b) => a - b);
  const box = make("div", "piece");
  box.tabIndex = 0;
  for (let n = 0; n + 1 < borders.length; n += 1) {
    const [start, end] = [borders[n], borders[n + 1]];
    const classes = ranges.filter((r) => r[1] <= start && end <= r[2]).map((r) => r[0]);
    const text = characters.slice(start, end).join("");
    box.append(classes.length ? make("span", [...new Set(classes)].join(" "), text) : text);
  }
  return box;
}

function paragraphs(texts) {
  return texts.map((text) => make("p", "", text));
}

function opened(item) {
  const body = make("div", "body");
  const said = make("div");
  if (item.history.length) titled(said, "Asked before", ...paragraphs(item.history));
  titled(said, "Question", make("p", "", item.question));
  if (item.standalone !== item.question) said.append(make("p", "soft", `read as: ${item.standalone}`));
  const title = item.refused ? `Refused: ${item.refused}` : item.verdict === "no answer" ? "No answer came" : "Answer";
  titled(said, title, ...paragraphs(item.answer));
  titled(said, "Expected", ...paragraphs(item.expected));
  if (item.probability !== null) said.append(make("p", "soft", `probability of an answer: ${item.probability}`));
  if (item.why.length) {
    const why = make("ul", "why");
    item.why.forEach((line) => why.append(make("li", "", line)));
    titled(said, "Why it counts as wrong", why);
  }
  if (item.withheld.length) titled(said, "Withheld", ...paragraphs(item.withheld));
  const source = make("div");
  titled(source, "The piece", lit(item));
  const legend = make("p", "legend");
  legend.append(make("span", "quoted", "quoted"), " · ", make("span", "quoted lit", "highlight"), " · ", make("span", "gold", "evidence"));
  source.append(legend);
  body.append(said, source);
  const first = source.querySelector(".quoted, .gold");
  requestAnimationFrame(() => {
    const box = source.querySelector(".piece");
    if (first) box.scrollTop = Math.max(0, first.offsetTop - box.offsetTop - 60);
  });
  return body;
}

const MARKS = { right: ["good", "✓"], wrong: ["bad", "✗"], "no answer": ["soft", "–"] };

function row(item) {
  const details = make("details");
  details.id = item.id;
  const summary = make("summary");
  const mark = make("span", ...MARKS[item.verdict]);
  mark.title = item.verdict;
  const kind = item.variant ? `${item.category}, ${item.variant}` : item.category;
  summary.append(mark, make("span", "id", item.id), make("span", "cat", kind), make("span", "q", item.question));
  details.append(summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(opened(item));
  });
  return details;
}

const rows = data.items.map((item) => [item, row(item)]);
list.append(...rows.map((pair) => pair[1]));

const filters = Array.from(document.querySelectorAll(".filters select, .filters input"));
function filter() {
  const chosen = Object.fromEntries(filters.map((field) => [field.name, field.value]));
  let count = 0;
  for (const [item, node] of rows) {
    const fits =
      ["set", "split", "category", "variant", "verdict"].every((name) => !chosen[name] || item[name] === chosen[name]) &&
      (!chosen.words || `${item.id} ${item.question}`.toLowerCase().includes(chosen.words.toLowerCase()));
    node.hidden = !fits;
    count += fits;
  }
  document.getElementById("count").textContent = `${count} of ${rows.length} question${rows.length === 1 ? "" : "s"}`;
}
filters.forEach((field) => field.addEventListener("input", filter));
filter();

document.querySelectorAll("button[data-verdict]").forEach((button) => button.addEventListener("click", () => {
  filters.forEach((field) => { field.value = field.name === "verdict" ? button.dataset.verdict : ""; });
  filter();
  document.querySelector(".filters").scrollIntoView();
}));

// report.html#ID opens that question.
function linked() {
  const node = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (node?.parentElement !== list) return;
  node.open = true;
  node.scrollIntoView();
}
window.addEventListener("hashchange", linked);
linked();

document.querySelectorAll("select[data-groups]").forEach((choice) => {
  const show = () => document.querySelectorAll(`[data-group-of="${choice.dataset.groups}"]`).forEach((part) => {
    part.hidden = part.dataset.group !== choice.value;
  });
  choice.addEventListener("input", show);
  show();
});
