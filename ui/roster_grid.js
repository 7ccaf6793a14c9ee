// A class of twenty on one screen, for the keyboard: a digit fills a cell and goes on to the next.
// What is typed stays in this tab, over a reload too, until the server says that it is stored.
// The tab names the class: sent twice, before and after a reload, it is stored once.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector("[data-roster]");
  const kept = read();
  if (!kept.key || kept.key === data.done) {
    const random = crypto.getRandomValues(new Uint8Array(16));
    kept.key = [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    kept.typed = {};
    keep();
  }
  if (root.dataset.key !== kept.key || root.dataset.lang !== data.lang) build();
  mark();

  function build() {
    root.dataset.key = kept.key;
    root.dataset.lang = data.lang;
    root.replaceChildren();
    const table = add(root, "table");
    const head = add(add(table, "thead"), "tr");
    for (const text of [data.words.row, ...data.fields.map((field) => field.short)]) {
      const cell = add(head, "th", text);
      cell.scope = "col";
    }
    data.fields.forEach((field, column) => { head.children[column + 1].title = field.label; });
    const body = add(table, "tbody");
    for (let row = 1; row <= data.rows; row += 1) {
      const line = add(body, "tr");
      const name = add(line, "th", String(row));
      name.scope = "row";
      for (const field of data.fields) {
        const input = cell(add(line, "td"), field, row);
        const value = kept.typed[input.name];
        if (value !== undefined) set(input, value);
      }
    }
    const send = add(root, "button", data.words.send);
    send.type = "button";
    send.addEventListener("click", () => setTriggerValue("typed", { key: kept.key, cells: values() }));
  }

  function read() {
    try { return JSON.parse(sessionStorage.getItem("roster")) || {}; } catch { return {}; }
  }

  function keep() {
    try { sessionStorage.setItem("roster", JSON.stringify(kept)); } catch { /* no room: not kept */ }
  }

  function cell(parent, field, row) {
    const input = add(parent, field.options ? "select" : "input");
    input.name = `${row}.${field.name}`;
    input.setAttribute("aria-label", `${data.words.row} ${row}, ${field.label}`);
    if (field.options) {
      for (const [value, text] of [["", "–"], ...field.options]) {
        const option = add(input, "option", text);
        option.value = value;
      }
    } else if (field.tick) {
      input.type = "checkbox";
    } else {
      input.type = "text";
      input.inputMode = "numeric";
      input.maxLength = 1;
      input.autocomplete = "off";
    }
    input.addEventListener("input", () => {
      if (!field.options && !field.tick) {
        const digit = input.value.replace(/[^0-4]/g, "").slice(-1);
        if (input.value !== digit) input.value = digit;
        if (digit) step(input, 1);
      }
      kept.typed = values();
      keep();
    });
    input.addEventListener("keydown", (event) => move(event, input, field));
    input.addEventListener("focus", () => { if (input.select) input.select(); });
    return input;
  }

  function move(event, input, field) {
    const width = data.fields.length;
    const digits = !field.options && !field.tick;
    const steps = { Enter: width, ArrowDown: field.options ? 0 : width,
                    ArrowUp: field.options ? 0 : -width, ArrowRight: digits ? 1 : 0,
                    ArrowLeft: digits ? -1 : 0 };
    const by = steps[event.key];
    if (by) { event.preventDefault(); step(input, by); }
    if (event.key === "Backspace" && digits && !input.value) { event.preventDefault(); step(input, -1); }
  }

  function step(input, by) {
    const all = cells();
    const next = all[all.indexOf(input) + by];
    if (next) next.focus();
  }

  function cells() { return [...root.querySelectorAll("input, select")]; }

  function values() {
    const typed = {};
    for (const input of cells()) {
      const value = input.type === "checkbox" ? (input.checked ? data.agreed : "") : input.value;
      if (value) typed[input.name] = value;
    }
    return typed;
  }

  function set(input, value) {
    if (input.type === "checkbox") input.checked = value === data.agreed;
    else input.value = value;
  }

  function mark() {
    const wrong = new Map(data.faults.map(([name, words]) => [name, words]));
    let first = null;
    for (const input of cells()) {
      const words = wrong.get(input.name);
      input.toggleAttribute("aria-invalid", Boolean(words));
      if (words) { input.setAttribute("aria-invalid", "true"); first = first || input; }
      input.title = words || "";
    }
    if (first && root.dataset.marked !== data.round) first.focus();
    root.dataset.marked = data.round;
  }

  function add(parent, tag, text) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  }
}
