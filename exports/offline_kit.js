// The form of one point without a network: asks what the facts say, keeps, and hands over.
"use strict";
(() => {
  const kit = JSON.parse(document.getElementById("kit").textContent);
  const say = (key, values = {}) => kit.words[key].replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const screen = document.getElementById("screen");
  const LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"; // 32: one random byte makes one without bias
  const PLACE = `binh-dan-so-${kit.kit}`;
  const IN_A_TEXT = 8; // people; what a messenger still takes in one message
  let isKept = true;
  let state = load();

  function load() {
    try {
      return JSON.parse(localStorage.getItem(PLACE)) || { people: [], draft: null };
    } catch {
      return { people: [], draft: null };
    }
  }

  function keep() {
    try {
      const text = JSON.stringify(state);
      localStorage.setItem(PLACE, text);
      isKept = localStorage.getItem(PLACE) === text;
    } catch {
      isKept = false;
    }
    const waiting = state.people.filter((one) => !one.sent).length;
    document.getElementById("queue").textContent =
      (waiting ? say("waiting", { number: waiting }) : say("none_waiting")) + (isKept ? "" : " " + say("not_kept"));
  }

  // --- drawing -------------------------------------------------------------------------------
  function draw(...parts) {
    screen.replaceChildren(...parts.filter(Boolean));
    window.scrollTo(0, 0);
    screen.focus();
  }

  function make(tag, text, more = {}) {
    const node = document.createElement(tag);
    node.textContent = text;
    return Object.assign(node, more);
  }

  function button(text, onclick, className = "", pressed = null) {
    const node = make("button", text, { type: "button", className });
    node.onclick = onclick;
    if (pressed !== null) node.setAttribute("aria-pressed", String(pressed));
    return node;
  }

  // --- home ----------------------------------------------------------------------------------
  function home() {
    draw(
      make("h1", say("title")),
      make("p", say("lead")),
      isKept ? null : make("p", say("not_kept_long"), { className: "warn" }),
      state.draft ? button(say("go_on"), show, "main") : button(say("begin"), consent, "main"),
      state.draft ? button(say("drop_draft"), () => { state.draft = null; keep(); home(); }) : null,
      state.people.length ? button(say("hand_over"), handOver) : null,
      make("p", say("version", { version: kit.version }), { className: "step" }),
    );
  }

  // --- asking --------------------------------------------------------------------------------
  function consent() {
    const more = document.createElement("details");
    more.append(make("summary", say("consent_more")), ...kit.consent_more.map((text) => make("p", text)));
    draw(
      make("h1", say("consent_title")),
      ...kit.consent.map((text) => make("p", text)),
      more,
      make("p", say("adults_only")),
      button(kit.agree, start, "main"),
      button(say("disagree"), home),
    );
  }

  function start() {
    state.draft = { at: new Date().toISOString(), said: {}, answers: {}, place: 0 };
    keep();
    show();
  }

  function steps() {
    const who = kit.who.map((one) => ["who", one.field]);
    const device = state.draft.said.device;
    const asked = device === undefined ? [] : kit.steps[device];
    return [...who, ["who", "device"], ...asked, ["review", ""]];
  }

  function show() {
    const draft = state.draft;
    const [part, id] = steps()[draft.place];
    if (part === "review") return review();
    return part === "who" ? askWho(id) : askQuestion(part, id);
  }

  function move(by) {
    state.draft.place += by;
    keep();
    if (state.draft.place < 0) { state.draft = null; keep(); return home(); }
    return show();
  }

  const isSimple = () => kit.simple_ages.includes(state.draft.said.age_band);
  const back = () => button(say("back"), () => move(-1), "quiet");

  function askWho(field) {
    const asked = field === "device" ? kit.device : kit.who.find((one) => one.field === field);
    const given = state.draft.said[field];
    draw(
      make("h1", isSimple() && asked.simple ? asked.simple : asked.title),
      asked.hint ? make("p", asked.hint) : null,
      ...asked.options.map(([value, label]) =>
        button(label, () => { state.draft.said[field] = value; move(1); }, "", given === value)),
      back(),
    );
  }

  function askQuestion(part, id) {
    const own = kit.steps[state.draft.said.device].filter((step) => step[0] === part);
    const number = own.findIndex((step) => step[1] === id) + 1;
    const isOptional = kit.optional.includes(part);
    const given = state.draft.answers[id];
    const question = kit.questions[id];
    draw(
      make("p", say(isOptional ? "step_optional" : "step", { number, all: own.length }), { className: "step" }),
      make("h1", isSimple() ? question.simple : question.normal),
      ...kit.answers.map(([value, label]) =>
        button(label, () => { state.draft.answers[id] = value; move(1); }, "", given === value)),
      isOptional ? button(say("skip"), () => { delete state.draft.answers[id]; move(1); }, "quiet") : null,
      back(),
    );
  }

  function review() {
    const open = steps().findIndex(([part, id]) =>
      part !== "who" && part !== "review" && !kit.optional.includes(part) && state.draft.answers[id] === undefined);
    if (open >= 0) { state.draft.place = open; return show(); }
    draw(
      make("h1", say("review")),
      make("p", kit.steps[state.draft.said.device].length
        ? say("review_text", { number: Object.keys(answersOf(state.draft)).length }) : say("review_none")),
      button(say("keep"), finish, "main"),
      back(),
    );
  }

  function answersOf(draft) { // without those to what is no longer asked
    const asked = new Set(kit.steps[draft.said.device].map((step) => step[1]));
    return Object.fromEntries(Object.entries(draft.answers).filter(([id]) => asked.has(id)));
  }

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => LETTERS[byte % LETTERS.length]).join("") + "-01";
  }

  function finish() {
    const draft = state.draft;
    const seconds = Math.round((Date.now() - Date.parse(draft.at)) / 1000);
    const record = { key: newKey(), kit: kit.kit, at: draft.at, seconds, consent: kit.consent_version, ...draft.said, answers: answersOf(draft) };
    state.people.push({ record, sent: false });
    state.draft = null;
    keep();
    draw(
      make("h1", say("done")),
      make("p", say("slip")),
      make("p", record.key.slice(0, 6), { className: "code" }),
      isKept ? null : make("p", say("not_kept_long"), { className: "warn" }),
      button(say("next_person"), consent, "main"),
      button(say("home"), home),
    );
  }

  // --- handing over --------------------------------------------------------------------------
  function lines(people, part, parts) {
    const head = { kit: kit.kit, format: 1, records: people.length, part, parts };
    return [head, ...people.map((one) => one.record)].map(kitLine).join("\n") + "\n";
  }

  function handOver() {
    const file = new File([lines(state.people, 1, 1)], fileName(), { type: "text/plain" });
    const canShare = Boolean(navigator.canShare && navigator.canShare({ files: [file] }));
    draw(
      make("h1", say("hand_over")),
      make("p", say("hand_over_text", { number: state.people.length })),
      button(say("download"), () => save(file), "main"),
      canShare ? button(say("share"), () => navigator.share({ files: [file] }).catch(() => {})) : null,
      button(say("codes"), () => showCodes(0)),
      texts(),
      button(say("sent"), markSent),
      state.people.some((one) => one.sent) ? button(say("forget"), askForget) : null,
      slips(),
      button(say("home"), home, "quiet"),
    );
  }

  function fileName() {
    return `phieu-${kit.point}-${new Date().toISOString().slice(0, 16).replace(/\D/g, "")}.txt`;
  }

  function save(file) {
    const link = make("a", "", { href: URL.createObjectURL(file), download: file.name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  function showCodes(at) {
    const waiting = state.people.filter((one) => !one.sent);
    const people = waiting.length ? waiting : state.people;
    const text = at ? kitLine(people[at].record)
      : kitLine({ kit: kit.kit, format: 1, records: people.length }) + "\n" + kitLine(people[0].record);
    const label = say("code", { number: at + 1, all: people.length });
    draw(
      make("h1", label),
      make("p", say("codes_how")),
      qrPicture(text, label),
      at + 1 < people.length ? button(say("next_code"), () => showCodes(at + 1), "main") : null,
      at ? button(say("back"), () => showCodes(at - 1)) : null,
      button(say("codes_done"), handOver, "quiet"),
    );
  }

  function texts() {
    const box = document.createElement("details");
    box.append(make("summary", say("as_text")), make("p", say("as_text_how")));
    const parts = Math.ceil(state.people.length / IN_A_TEXT);
    for (let part = 1; part <= parts; part += 1) {
      const area = document.createElement("textarea");
      area.readOnly = true;
      area.value = lines(state.people.slice((part - 1) * IN_A_TEXT, part * IN_A_TEXT), part, parts);
      const label = make("label", say("part", { part, parts }));
      label.append(area);
      const copy = button(say("copy"), () => {
        area.select();
        const isCopied = document.execCommand("copy"); // where a file has no clipboard of its own
        copy.textContent = say(isCopied ? "copied" : "copy_by_hand");
      });
      box.append(label, copy);
    }
    return box;
  }

  function slips() {
    const box = document.createElement("details");
    box.append(make("summary", say("slips", { number: state.people.length })));
    const list = document.createElement("ul");
    for (const { record, sent } of state.people) {
      const time = new Date(record.at).toLocaleString(document.documentElement.lang);
      list.append(make("li", `${record.key.slice(0, 6)} · ${time} · ${say(sent ? "is_sent" : "is_waiting")}`));
    }
    box.append(list);
    return box;
  }

  function markSent() {
    for (const one of state.people) one.sent = true;
    keep();
    handOver();
  }

  function askForget() {
    const sent = state.people.filter((one) => one.sent).length;
    draw(
      make("h1", say("forget_sure", { number: sent })),
      make("p", say("forget_text")),
      button(say("forget_no"), handOver, "main"),
      button(say("forget_yes"), () => { state.people = state.people.filter((one) => !one.sent); keep(); home(); }),
    );
  }

  keep();
  home();
})();
