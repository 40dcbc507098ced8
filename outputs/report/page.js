// Without this script everything is there to read: every plan is shown, words are
// explained at the end of the page and figures carry their values as titles.
const page = document.documentElement;
const all = (what, where = document) => [...where.querySelectorAll(what)];

// Shows and hides plans: rows, columns, tables and figures of one plan.
for (const box of all(".choose")) {
  box.hidden = false;
  box.addEventListener("change", ({ target }) => {
    for (const part of all(`[data-plan="${target.value}"]`)) part.hidden = !target.checked;
  });
}

// Sorts a table by the column whose head is pressed: up, down, and as it came.
const decimal = { nl: ",", fr: ",", en: "." }[page.lang];
function value(cell) {
  const text = cell.innerText.trim();
  if (text.startsWith("<")) return 0; // less than a step of the last decimal
  const number = text.match(/^[+\u2212-]?[€\s\u00a0\u202f]*[+\u2212-]?\d[\d.,\u00a0\u202f]*/);
  if (!number) return text;
  const digits = number[0].replace(/\u2212/g, "-").replace(/[^\d.,+-]/g, "");
  return parseFloat(decimal === "," ? digits.replace(/\./g, "").replace(",", ".") : digits.replace(/,/g, ""));
}
function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === typeof b) return a.localeCompare(b, page.lang);
  return typeof a === "number" ? -1 : 1;
}
const ranks = ["clear", "likely", "indistinct", "irrelevant", "identical"];
function rank(body) { // the strongest verdict of an indicator
  const found = all(".verdict", body).map((v) => ranks.findIndex((r) => v.classList.contains(r)));
  return Math.min(...found.map((r) => (r < 0 ? ranks.length : r)));
}
function sortable(table, head, keyed, parts) {
  const button = document.createElement("button");
  button.append(...head.childNodes);
  button.type = "button";
  head.append(button);
  button.addEventListener("click", () => {
    const was = head.getAttribute("aria-sort");
    for (const other of all("thead th", table)) other.removeAttribute("aria-sort");
    const order = parts.slice();
    if (was !== "descending") {
      const way = was === "ascending" ? -1 : 1;
      head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
      order.sort((a, b) => way * compare(keyed(a), keyed(b)));
    }
    const fixed = order.filter((part) => part.classList.contains("sum")); // a total stays last
    parts[0].parentNode.append(...order.filter((part) => !fixed.includes(part)), ...fixed);
  });
}
for (const table of all("table.sortable")) {
  const rows = [...table.tBodies[0].rows];
  if (rows.length > 2) all("thead th", table).forEach((head, i) => sortable(table, head, (row) => value(row.cells[i]), rows));
}
for (const table of all("table.comparison")) {
  const heads = all("thead th", table);
  if (table.tBodies.length < 3) continue;
  sortable(table, heads[0], (body) => body.rows[0].cells[0].innerText, [...table.tBodies]);
  sortable(table, heads[5], rank, [...table.tBodies]);
}

// Explains: a word by its meaning, a difference by how it was made, a point of a
// figure by its values.
const bubble = document.createElement("div");
bubble.className = "bubble";
bubble.setAttribute("role", "status");
bubble.hidden = true;
document.body.append(bubble);
let asked = null; // what was pressed; what is only hovered goes with the mouse
function say(parts, x, y) {
  bubble.replaceChildren(...parts);
  bubble.hidden = false;
  const room = page.clientWidth - bubble.offsetWidth - 12;
  bubble.style.left = `${scrollX + Math.max(12, Math.min(x + 14, room))}px`;
  const below = y + 18 + bubble.offsetHeight < innerHeight;
  bubble.style.top = `${scrollY + (below ? y + 18 : Math.max(8, y - bubble.offsetHeight - 12))}px`;
}
function hush() {
  bubble.hidden = true;
  if (asked && asked.isConnected) asked.setAttribute("aria-expanded", "false");
  asked = null;
}
const line = (text, kind = "p") => Object.assign(document.createElement(kind), { textContent: text });
function explain(thing, parts, event) {
  const again = asked === thing;
  hush();
  if (again) return;
  asked = thing;
  thing.setAttribute("aria-expanded", "true");
  const box = thing.getBoundingClientRect();
  say(parts, event.clientX || box.left, event.clientY || box.bottom);
}
for (const link of all("a.term")) {
  const term = document.querySelector(link.getAttribute("href"));
  if (!term) continue;
  const parts = () => {
    const said = term.querySelector("dd");
    const each = all("[lang]", said); // one for each language, none where there is one
    return [line(term.querySelector("dt").textContent, "strong"), ...(each.length ? each : [said]).map((e) => line(e.textContent))];
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    explain(link, parts(), event);
  });
  link.addEventListener("pointerenter", (event) => {
    if (!asked && event.pointerType === "mouse") say(parts(), event.clientX, event.clientY);
  });
  link.addEventListener("pointerleave", () => { if (!asked) hush(); });
}
const sentences = all("#how li").map((item) => all("span", item).map((said) => said.textContent));
function made(how) { // "3 40 34 3;7" is sentence 3 with 40, 34 and 3 in its holes, and sentence 7
  return how.textContent.split(";").flatMap((one) => {
    const [at, ...digits] = one.split(" ");
    return sentences[at].map((said) => { let i = 0; return said.replace(/\ue000/g, () => digits[i++]); });
  });
}
for (const how of all("td > .how")) {
  const cell = how.parentNode;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "number";
  const parts = [...cell.childNodes];
  button.append(...parts.slice(0, parts.indexOf(how)));
  cell.prepend(button);
  button.addEventListener("click", (event) => explain(button, made(how).map((said) => line(said)), event));
}
addEventListener("click", ({ target }) => {
  if (asked && !bubble.contains(target) && !asked.contains(target)) hush();
});
addEventListener("keydown", ({ key }) => { if (key === "Escape") hush(); });

// The value of a figure nearest to the mouse or finger.
for (const spots of all(".spots")) {
  const picture = spots.ownerSVGElement;
  const points = all("circle", spots).map((spot) => {
    const name = spot.parentNode.querySelector(":scope > title"); // of the line it is on
    const title = spot.querySelector("title");
    const text = [name, title].filter(Boolean).map((said) => said.textContent).join("\n");
    title.remove(); // or the browser says it too
    return { spot, text };
  });
  for (const name of all("title", spots)) name.remove();
  let near = null;
  const leave = () => {
    if (near) near.spot.classList.remove("near");
    near = null;
    if (!asked) hush();
  };
  picture.addEventListener("pointermove", (event) => {
    if (asked) return;
    let best = null, least = 40;
    for (const p of points) {
      const box = p.spot.getBoundingClientRect();
      const away = Math.hypot(box.x + box.width / 2 - event.clientX, box.y + box.height / 2 - event.clientY);
      if (away < least) [best, least] = [p, away];
    }
    if (!best) return leave();
    if (near && near !== best) near.spot.classList.remove("near");
    near = best;
    near.spot.classList.add("near");
    say(near.text.split("\n").map((t, i) => line(t, i ? "p" : "strong")), event.clientX, event.clientY);
  });
  picture.addEventListener("pointerleave", leave);
}

// Paper cannot be unfolded: what is folded is opened for it, and folded again.
let opened = [];
addEventListener("beforeprint", () => {
  hush();
  opened = all("details:not([open])");
  for (const part of opened) part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of opened) part.open = false;
});
