// The slides of a meeting: all are here, so a key turns them without asking the server.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector("[data-slides]");
  // Kept beside the page: while a run redraws it, Streamlit may put a new element in our place.
  const all = window.ourSlides || (window.ourSlides = {});
  const own = all[data.meeting] || (all[data.meeting] = {
    at: data.start - 1, typed: "", table: false, notes: false, again: false,
  });
  const words = data.words;
  const last = data.slides.length - 1;
  own.at = Math.min(own.at, last);
  root.lang = data.language;
  root.setAttribute("role", "dialog");
  root.setAttribute("aria-modal", "true");
  root.setAttribute("aria-label", data.title);
  const field = fieldInFocus();
  build();
  show();
  if (field && !own.form.hidden) own.form.elements[field].focus();
  if (!root.contains(root.getRootNode().activeElement)) root.focus({ preventScroll: true });
  // A redraw calls this again without ending the last call: one key must not count twice.
  document.removeEventListener("keydown", own.pressed, true);
  own.pressed = pressed;
  document.addEventListener("keydown", pressed, true);
  return () => {
    document.removeEventListener("keydown", pressed, true);
    clearInterval(own.timer);
  };

  function fieldInFocus() {
    if (own.again) return "task"; // after one conclusion the next one begins
    const focused = root.getRootNode().activeElement;
    return own.form && own.form.contains(focused) ? focused.name : "";
  }

  function part(name, classes, text) {
    const made = document.createElement(name);
    if (classes) made.className = classes;
    if (text) made.textContent = text;
    return made;
  }

  function button(name, does) {
    const made = part("button", name, words[name]);
    made.type = "button";
    made.onclick = (event) => {
      does();
      if (event.detail) root.focus({ preventScroll: true }); // after a mouse the keys turn slides
    };
    return made;
  }

  function build() {
    const typing = own.form ? values() : null;
    clearInterval(own.timer);
    root.replaceChildren();
    const head = part("header");
    const title = data.title.includes(data.place) ? data.title : `${data.place} · ${data.title}`;
    own.heading = part("p", "heading");
    head.append(own.heading, part("p", "place", title));
    if (data.simulated) head.append(part("p", "ribbon", data.simulated));
    if (data.old) head.append(part("p", "old", data.old));
    own.finding = part("h1", "finding");
    own.live = part("p", "unseen");
    own.live.setAttribute("aria-live", "polite");
    own.body = part("div", "body");
    own.aside = part("aside");
    own.aside.tabIndex = 0;
    own.aside.setAttribute("aria-label", words.notes);
    own.spine = part("p", "spine");
    own.said = part("p", "said");
    own.said.setAttribute("role", "status");
    own.help = help();
    own.black = part("div", "black");
    own.black.onclick = unblank;
    own.form = form(typing);
    root.append(head, own.finding, own.live, own.body, own.form, own.aside, own.spine, own.said,
      controls(), own.help, own.black);
  }

  function controls() {
    const bar = part("nav");
    bar.setAttribute("aria-label", words.controls);
    own.count = part("span", "count");
    own.flip = button("table", () => flip());
    own.asked = button("asked", () => go(data.shown));
    own.asked.hidden = data.shown > last;
    own.pick = timer();
    bar.append(button("previous", () => turn(-1)), own.count, button("next", () => turn(1)),
      own.flip, button("notes", toggleNotes), own.asked, button("blank", blank),
      button("full", full), own.pick, button("help", toggleHelp), button("leave", leave));
    return bar;
  }

  function timer() {
    const made = part("select");
    made.setAttribute("aria-label", words.timer);
    for (const seconds of [0, 15, 30, 60]) {
      const text = seconds ? words.timer_seconds.replace("{seconds}", seconds) : words.timer_off;
      made.append(new Option(text, seconds));
    }
    made.onchange = () => {
      clearInterval(own.timer);
      const seconds = Number(made.value);
      const next = () => (own.at < data.shown - 1 ? go(own.at + 1) : stop());
      own.timer = seconds ? setInterval(next, seconds * 1000) : 0;
      root.focus({ preventScroll: true });
    };
    return made;
  }

  function stop() { clearInterval(own.timer); own.timer = 0; own.pick.value = "0"; }

  function help() {
    const made = part("div", "keys");
    made.hidden = true;
    made.setAttribute("role", "note");
    made.append(part("h2", "", words.help_title));
    const list = part("ul");
    for (const line of words.help_keys.split("\n")) list.append(part("li", "", line));
    made.append(list, button("close", toggleHelp));
    return made;
  }

  function form(typing) {
    const made = part("form");
    made.hidden = true;
    for (const [name, kind] of [["task", "text"], ["who", "text"], ["due", "date"]]) {
      const label = part("label", name, data.fields[name]);
      const input = part("input");
      Object.assign(input, { name, type: kind, maxLength: 200, autocomplete: "off" });
      label.append(input);
      made.append(label);
    }
    const send = part("button", "add", words.add);
    made.append(send);
    const refusal = part("p", "refused", data.refused);
    refusal.setAttribute("role", "alert");
    made.append(refusal);
    if (typing && (data.refused || !own.sent)) { // what was refused is not lost
      for (const [name, value] of Object.entries(typing)) made.elements[name].value = value;
    }
    own.sent = false;
    made.onsubmit = (event) => {
      event.preventDefault();
      own.sent = own.again = true;
      setTriggerValue("decided", values());
    };
    return made;
  }

  function values() {
    const fields = own.form.elements;
    return { task: fields.task.value, who: fields.who.value, due: fields.due.value };
  }

  function show() {
    const slide = data.slides[own.at];
    const asked = slide.asked ? ` · ${words.asked}` : "";
    own.heading.textContent = slide.heading + asked;
    own.finding.textContent = slide.finding;
    own.count.textContent = count();
    own.live.textContent = `${count()}. ${slide.heading}. ${slide.finding}`;
    own.spine.textContent = slide.spine.join(" · ");
    own.form.hidden = !slide.decides;
    draw(slide);
    own.aside.hidden = !own.notes;
    own.aside.textContent = slide.notes || words.no_notes;
    const both = Boolean(slide.picture) && slide.rows.length > 0;
    own.flip.disabled = !both;
    own.flip.textContent = own.table && both ? words.picture : words.table;
    const address = new URL(location.href);
    address.searchParams.set(data.address, own.at + 1);
    history.replaceState(history.state, "", address);
  }

  function count() {
    const whole = data.slides[own.at].asked ? last + 1 : data.shown;
    return words.of.replace("{number}", own.at + 1).replace("{count}", whole);
  }

  function draw(slide) {
    own.body.replaceChildren();
    own.body.removeAttribute("tabindex");
    if (slide.refused && slide.refused !== slide.finding) own.body.append(part("p", "why", slide.refused));
    const wantsTable = own.table || !slide.picture || slide.refused;
    if (!wantsTable) own.body.append(picture(slide));
    else if (slide.rows.length) own.body.append(table(slide));
  }

  function picture(slide) {
    const frame = part("div", "picture");
    frame.setAttribute("role", "img");
    frame.setAttribute("aria-label", slide.alternative);
    const made = new DOMParser().parseFromString(slide.picture, "image/svg+xml");
    const drawing = document.importNode(made.documentElement, true);
    for (const one of [drawing, ...drawing.querySelectorAll("*")]) {
      for (const name of ["role", "aria-roledescription", "aria-label"]) one.removeAttribute(name);
    }
    drawing.setAttribute("aria-hidden", "true");
    frame.append(drawing);
    return frame;
  }

  function table(slide) {
    const frame = part("div", "grid");
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", slide.heading);
    const made = part("table");
    const head = part("tr");
    for (const cell of slide.head) head.append(part("th", "", cell));
    const top = part("thead");
    top.append(head);
    const body = part("tbody");
    for (const row of slide.rows) {
      const line = part("tr");
      for (const cell of row) line.append(part("td", "", cell));
      body.append(line);
    }
    made.append(top, body);
    frame.append(made);
    return frame;
  }

  function turn(by) {
    stop();
    if (by > 0 && own.at === data.shown - 1) { say(data.shown > last ? "" : words.end); return; }
    go(own.at + by);
  }

  function go(number) {
    own.again = false;
    own.at = Math.max(0, Math.min(number, last));
    say("");
    show();
  }

  function flip() { own.table = !own.table; show(); }
  function toggleNotes() { own.notes = !own.notes; show(); }
  function toggleHelp() {
    own.help.hidden = !own.help.hidden;
    (own.help.hidden ? root : own.help.querySelector("button")).focus();
  }
  function blank() { own.black.classList.add("on"); say(words.blanked); }
  function unblank() { own.black.classList.remove("on"); say(""); }
  function say(text) { own.typed = ""; own.said.textContent = text; }

  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (root.requestFullscreen) root.requestFullscreen().catch(() => {});
  }

  function leave() {
    if (document.fullscreenElement) document.exitFullscreen();
    delete all[data.meeting];
    setTriggerValue("left", own.at + 1);
  }

  function pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const focused = root.getRootNode().activeElement;
    const typing = focused && ["INPUT", "SELECT", "TEXTAREA"].includes(focused.tagName);
    if (event.key === "Tab") return keepInside(event, focused);
    if (typing) { if (event.key === "Escape") { own.again = false; root.focus(); } else return; }
    else if (focused && focused.tagName === "BUTTON" && [" ", "Enter"].includes(event.key)) {
      if (!(event.key === "Enter" && own.typed)) return;
    }
    const scrolled = focused && focused.matches(".grid, aside");
    if (scrolled && ["PageUp", "PageDown"].includes(event.key)) return;
    if (!typing && !act(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  function act(key) {
    if (own.black.classList.contains("on")) { unblank(); return true; }
    if (/^[0-9]$/.test(key)) {
      own.typed = (own.typed + key).slice(-3);
      own.said.textContent = words.jump.replace("{number}", own.typed);
      return true;
    }
    const does = {
      ArrowRight: () => turn(1), PageDown: () => turn(1), " ": () => turn(1),
      ArrowLeft: () => turn(-1), PageUp: () => turn(-1),
      Home: () => go(0), End: () => go(data.shown - 1),
      Enter: () => own.typed && go(Number(own.typed) - 1),
      Escape: escape, b: blank, t: flip, n: toggleNotes, f: full, "?": toggleHelp,
    }[key.length === 1 ? key.toLowerCase() : key];
    if (!does) return false;
    does();
    return true;
  }

  function escape() {
    if (own.typed) say("");
    else if (!own.help.hidden) toggleHelp();
    else leave();
  }

  function keepInside(event, focused) {
    const stops = [...root.querySelectorAll("button, select, input, [tabindex='0']")]
      .filter((one) => !one.disabled && one.offsetParent !== null);
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (focused === edge || !focused || !root.contains(focused)) {
      event.preventDefault();
      (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
    }
  }
}
