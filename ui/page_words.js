// What the page is to Streamlit's front end: its language, our words for theirs, our look, and a
// line while the connection is cut.
export default function ({ data }) {
  const page = document.documentElement;
  page.lang = data.lang;
  page.ourWords = data.words;
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
  let waiting = 0; // not put off by what follows: a page that keeps drawing would never be read
  const soon = () => {
    if (!waiting) waiting = setTimeout(() => { waiting = 0; translate(); }, 100);
  };
  document.fonts.addEventListener("loadingdone", soon); // letters that come late widen a table
  addEventListener("resize", soon);
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
}
