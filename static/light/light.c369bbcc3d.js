// A comfort, never needed: answers are saved without a reload and wait in the phone while the
// line is cut; questions are read aloud where the phone has a voice.
"use strict";
(() => {
  const QUEUE = "nhe.chua-gui";
  const words = document.documentElement.dataset;
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");
  let sending = false;
  let everything = null; // all questions on one page, for when the line is cut

  const read = () => {
    try { return JSON.parse(localStorage.getItem(QUEUE)) || []; } catch { return []; }
  };
  const write = (queue) => {
    try { localStorage.setItem(QUEUE, JSON.stringify(queue)); return true; } catch { return false; }
  };

  const tell = () => {
    const box = document.getElementById("waiting");
    const count = read().length;
    box.hidden = count === 0;
    box.textContent = words.unsent.replace("{n}", count);
  };

  const show = (page, address, anchor) => {
    window.ourReading.stop();
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.querySelector("footer").replaceWith(page.querySelector("footer"));
    document.title = page.title;
    if (address && address !== location.href) history.pushState(null, "", address);
    const target = anchor && document.getElementById(anchor);
    if (target) target.scrollIntoView();
    else scrollTo(0, 0);
    const heading = (target || document.querySelector("main")).querySelector("h1, h2");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    offerVoice();
  };

  // Sends what waits, oldest first. The answer of the last tap brings the next page along.
  const flush = async () => {
    if (sending) return;
    sending = true;
    let page = null;
    try {
      for (let queue = read(); queue.length; queue = read()) {
        const one = queue[0];
        const body = new URLSearchParams(one.fields);
        const answer = await fetch(one.to, { method: "POST", body, headers: { "X-Nhe": "1" } });
        if (answer.status === 429 || answer.status >= 500) throw new Error("later");
        const at = new URL(answer.headers.get("X-Nhe") || answer.url, location.href);
        page = { html: await answer.text(), at, one, ok: answer.ok, stays: answer.status === 204 };
        write(read().slice(1));
      }
    } catch {
      setTimeout(flush, 10000);
    }
    sending = false;
    tell();
    if (page && page.one.here === location.pathname) {
      if (page.stays) mark(page.one.id, page.one.fields["tra-loi"]);
      else show(parse(page.html), page.ok ? page.at.href : null, page.at.hash.slice(1));
    }
    return page !== null;
  };

  const offline = (id, value) => {
    if (!everything) return;
    if (!document.getElementById("review")) show(everything.cloneNode(true), null, null);
    mark(id, value);
  };

  // The answer that was tapped, on the page of all questions, and on to the next one.
  const mark = (id, value) => {
    const form = document.getElementById(id);
    if (!form) return;
    for (const button of form.querySelectorAll("button")) {
      button.classList.toggle("given", button.value === value);
    }
    const next = form.nextElementSibling;
    if (next) next.scrollIntoView();
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const id = form.dataset.answer;
    if (!id || !event.submitter) return;
    const fields = Object.fromEntries(new FormData(form));
    fields[event.submitter.name] = event.submitter.value;
    const to = form.getAttribute("action");
    // The last answer to a question counts: an earlier one that still waits is not sent any more.
    const rest = read().filter((one, at) => one.to !== to || (sending && at === 0));
    if (!write([...rest, { to, id, fields, here: location.pathname }])) return;
    event.preventDefault();
    tell();
    await flush();
    if (read().some((one) => one.to === to)) offline(id, event.submitter.value);
  });
  addEventListener("online", flush);
  addEventListener("popstate", () => location.reload());

  const SAID = "main h1, main h2, main .answer, main ol li, main [data-said]";
  const offerVoice = () => {
    const place = document.getElementById("aloud");
    if (!place) return;
    place.hidden = false;
    const button = place.querySelector("button");
    button.onclick = async () => {
      if (button.dataset.on) { window.ourReading.stop(); said(button, false); return; }
      const parts = [...document.querySelectorAll(SAID)].filter(
        (one) => !one.querySelector("[data-said]")).map((one) => {
        const words = one.lang ? one : one.querySelector("[lang]") || one;
        return { one, words: words.innerText, clip: one.dataset.clip, lang: words.lang };
      });
      said(button, true);
      const all = await window.ourReading.read(parts, document.documentElement.lang, (part) => {
        for (const { one } of parts) one.classList.toggle("heard", !!part && part.one === one);
      });
      said(button, false);
      if (all) return;
      const note = document.createElement("p");
      note.setAttribute("role", "status");
      note.className = "note";
      note.textContent = words.nothing;
      place.replaceChildren(note);
    };
  };
  const said = (button, isOn) => {
    button.dataset.on = isOn ? "1" : "";
    button.textContent = isOn ? words.stop : words.listen;
  };

  // The drawing of the result as a picture to keep or send; without script it is a link to it.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-picture]");
    if (!link) return;
    event.preventDefault();
    const drawing = await fetch(link.href).then((answer) => answer.text());
    window.ourPicture.keep(drawing, link.dataset.picture).catch(() => { location.href = link.href; });
  });

  const printing = document.getElementById("print");
  if (printing) {
    printing.hidden = false;
    printing.querySelector("button").onclick = () => print();
  }

  // With a helper's pass a phone goes from hand to hand: the pass stays in this tab, a screen that
  // nobody touches is wiped after a warning, and its person's pages are closed on this phone.
  const PASS = "nhe.the";
  const COUNTDOWN = 30;
  const held = () => {
    try { return JSON.parse(sessionStorage.getItem(PASS)); } catch { return null; }
  };
  const hold = () => {
    const query = new URLSearchParams(location.search);
    const here = document.getElementById("kiosk");
    if (here) {
      const start = ["the", "noi", "diem"].filter((name) => query.has(name));
      const kept = new URLSearchParams(start.map((name) => [name, query.get(name)]));
      const pass = { ...here.dataset, start: `/nhe?${kept}` };
      try { sessionStorage.setItem(PASS, JSON.stringify(pass)); } catch { /* not watched */ }
    } else if (held() && location.pathname === "/nhe" && !query.has("da-xoa")) {
      if (query.has("the")) sessionStorage.removeItem(PASS); // it is over
      else location.replace(held().start);
    }
  };
  const wipe = async (start) => {
    document.querySelector("main").replaceChildren();
    const [draft] = location.pathname.match(/^\/nhe\/[^/]+\.[^/]+/) || [];
    try {
      await flush();
      const body = new URLSearchParams();
      if (draft && !read().length) await fetch(`${draft}/nguoi-tiep`, { method: "POST", body });
    } finally {
      location.replace(start);
    }
  };
  const watch = (pass) => {
    let since = Date.now();
    const dialog = document.createElement("dialog");
    dialog.setAttribute("role", "alertdialog");
    const [title, sentence, stay] = ["h2", "p", "button"].map((tag) => {
      const made = document.createElement(tag);
      dialog.append(made);
      return made;
    });
    title.id = "idle";
    dialog.setAttribute("aria-labelledby", title.id);
    title.textContent = pass.title;
    stay.textContent = pass.stay;
    stay.className = "main";
    document.body.append(dialog);
    const seen = () => { if (!dialog.open) since = Date.now(); };
    dialog.onclose = seen;
    stay.onclick = () => dialog.close();
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, seen, true);
    const timer = setInterval(() => {
      const left = Math.ceil(+pass.seconds + COUNTDOWN - (Date.now() - since) / 1000);
      if (left > COUNTDOWN || location.pathname + location.search === pass.start) return;
      if (left > 0) {
        sentence.textContent = pass.words.replace("{n}", left);
        if (!dialog.open) dialog.showModal();
        return;
      }
      clearInterval(timer);
      dialog.remove();
      wipe(pass.start);
    }, 1000);
  };

  hold();
  if (held()) watch(held());
  tell();
  offerVoice();
  flush();
  const all = document.getElementById("all");
  if (all) {
    fetch(all.href).then((answer) => answer.text()).then((html) => { everything = parse(html); })
      .catch(() => {});
  }
})();
