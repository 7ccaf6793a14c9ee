// What the page is to Streamlit's front end: its language, our words for theirs, our look, and a
// line while the connection is cut.
export default function ({ data }) {
  const page = document.documentElement;
  page.lang = data.lang;
  page.ourWords = data.words;
  page.ourTexts = data.texts;
  page.dateParts = data.parts;
  page.tableWords = data.table;
  page.lookWords = data.look;
  if (data.cookie) document.cookie = data.cookie + (location.protocol === "https:" ? "; Secure" : "");
  const attributes = ["aria-label", "placeholder"];
  const translate = () => {
    for (const [theirs, ours] of Object.entries(page.ourWords)) {
      for (const name of attributes) {
        for (const one of document.querySelectorAll(`[${name}="${theirs}"]`)) {
          one.setAttribute(name, ours);
        }
      }
    }
    // A table wider than the phone is reached and moved by the keyboard too.
    for (const one of document.querySelectorAll("[data-testid=stTable] div")) {
      if (one.scrollWidth > one.clientWidth + 1 && !one.hasAttribute("tabindex")) {
        one.setAttribute("tabindex", "0");
        one.setAttribute("role", "region");
        one.setAttribute("aria-label", page.tableWords);
      }
    }
    for (const [key, [words, isOn]] of Object.entries(page.lookWords)) {
      const button = document.querySelector(`.st-key-${key} button`);
      if (!button) continue;
      button.setAttribute("aria-label", words);
      button.setAttribute("title", words);
      button.setAttribute("aria-pressed", String(isOn));
    }
    // What Streamlit writes under a download that failed, and how a calendar is used; only the
    // letters are changed.
    const written = "[data-testid=stDownloadButton], [data-testid=stDateInputCalendar]";
    for (const one of document.querySelectorAll(written)) {
      const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const ours = page.ourTexts[texts.currentNode.nodeValue];
        if (ours) texts.currentNode.nodeValue = ours;
      }
    }
    // "Choose date, tháng 11 năm 2026": the name of the month shown in a calendar.
    for (const one of document.querySelectorAll('[aria-label^="Choose date, "]')) {
      const month = one.getAttribute("aria-label").slice("Choose date".length);
      one.setAttribute("aria-label", page.ourWords["Choose date"] + month);
    }
    // A picture beside words that say the same: "event icon" would be read out.
    for (const one of document.querySelectorAll('[aria-label$=" icon"]')) {
      one.removeAttribute("aria-label");
      one.setAttribute("aria-hidden", "true");
    }
    // "day, Ngày" and "11 – November", as a screen reader says the parts of a day or a time.
    for (const one of document.querySelectorAll("[role=spinbutton][data-type]")) {
      const ours = page.dateParts[one.dataset.type];
      const [theirs, ...label] = (one.getAttribute("aria-label") || "").split(", ");
      if (!ours || !label.length || theirs === ours) continue;
      one.setAttribute("aria-label", [ours, ...label].join(", "));
    }
    for (const one of document.querySelectorAll("[data-type=month][aria-valuenow]")) {
      if (page.lang === "en") break;
      const number = one.getAttribute("aria-valuenow");
      if (one.getAttribute("aria-valuetext") !== number) one.setAttribute("aria-valuetext", number);
    }
    const skip = document.querySelector("[data-testid=stSkipToContent]");
    if (skip && skip.textContent !== data.skip) skip.textContent = data.skip;
  };
  translate();
  page.cutWords = data.cut;
  page.cutTitle = data.cutTitle;
  if (page.wordsWatched) return;
  page.wordsWatched = true;
  // Theirs is English. Only the letters are changed: the elements stay theirs to take away.
  const translateTheirDialog = () => {
    for (const dialog of document.querySelectorAll("[role=dialog]")) {
      const texts = document.createTreeWalker(dialog, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const text = texts.currentNode;
        if (/^Connection error$/.test(text.nodeValue)) text.nodeValue = page.cutTitle;
        if (/^Streamlit server is not responding/.test(text.nodeValue)) text.nodeValue = page.cutWords;
      }
    }
  };
  // Streamlit only greys the page out while the line is cut.
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  line.className = "our-cut-line";
  document.body.append(line);
  setInterval(() => {
    const app = document.querySelector("[data-testid=stApp]");
    const state = app && app.dataset.testConnectionState;
    const words = state && state !== "CONNECTED" ? page.cutWords : "";
    if (line.textContent !== words) line.textContent = words;
    if (words) translateTheirDialog();
    translate(); // a table may have grown wider without anything else having changed
  }, 1000);
  // A second tap on the same button is no second wish, while the first is worked on or was just
  // made: it would open two points, or freeze two meetings. A button drawn anew is another one.
  let wish = "";
  const BUTTONS = "[data-testid=stButton] button, [data-testid=stFormSubmitButton] button";
  const forget = (made) => {
    const app = document.querySelector("[data-testid=stApp]");
    const isWorking = app && app.dataset.testScriptState !== "notRunning";
    if (isWorking && Date.now() - made < 30000) setTimeout(forget, 100, made);
    else wish = "";
  };
  addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest(BUTTONS);
    if (!button) return;
    const keyed = button.closest("[class*=st-key-]");
    const wanted = (keyed ? /st-key-\S+/.exec(keyed.className)[0] : "") + button.textContent;
    if (wanted === wish) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    wish = wanted;
    setTimeout(forget, 600, Date.now());
  }, true);
  addEventListener("keydown", (event) => { // Enter held down
    const held = event.repeat && event.key === "Enter" && event.target.matches("input, button");
    if (held) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);
  // Pages folded into the menu hang at the end of the document: the keyboard is led there and back.
  const MENU = ".st-key-menu [data-testid=stPopover] button";
  const folded = () => [...document.querySelectorAll("[data-testid=stPopoverBody] a")];
  let opener = null;
  addEventListener("keydown", (event) => {
    const opened = event.target.closest && event.target.closest(MENU);
    if (opened && (event.key === "Enter" || event.key === " ")) {
      opener = opened;
      let tries = 20; // it is drawn a little later, or was open and is closed now
      const enter = () => {
        if (folded().length) folded()[0].focus();
        else if (--tries) setTimeout(enter, 50);
      };
      if (!folded().length) setTimeout(enter, 50);
      return;
    }
    const links = folded();
    const place = links.indexOf(event.target);
    if (place < 0 || !opener) return;
    const left = event.key === "Tab" && place === (event.shiftKey ? 0 : links.length - 1);
    if (left || event.key === "Escape") {
      event.preventDefault();
      opener.focus();
      if (event.key === "Escape") opener.click();
    }
  });
  let waiting = 0; // not put off by what follows: a page that keeps drawing would never be read
  const soon = () => {
    if (!waiting) waiting = setTimeout(() => { waiting = 0; translate(); }, 100);
  };
  document.fonts.addEventListener("loadingdone", soon); // letters that come late widen a table
  addEventListener("resize", soon);
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
}
