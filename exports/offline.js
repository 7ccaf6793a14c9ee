"use strict";
(() => {
  const slides = [...document.querySelectorAll("section")];
  const body = document.body;
  const dialog = document.querySelector("dialog");
  let at = 0;
  let typed = "";

  const show = (number) => {
    at = Math.min(Math.max(number, 0), slides.length - 1);
    slides.forEach((slide, index) => slide.classList.toggle("now", index === at));
    history.replaceState(null, "", "#" + (at + 1));
    if (body.classList.contains("one")) {
      slides[at].scrollTop = 0;
      document.getElementById("said").textContent = slides[at].querySelector("h2").textContent;
    } else {
      slides[at].scrollIntoView();
    }
  };
  const both = () => { body.classList.toggle("one"); show(at); };
  const table = () => {
    const found = slides[at].querySelector("details");
    if (found) found.open = !found.open;
  };
  const notes = () => {
    const hidden = !body.classList.toggle("with-notes");
    document.querySelectorAll(".notes").forEach((one) => { one.hidden = hidden; });
  };
  const jump = () => { if (typed) show(Number(typed) - 1); };
  const keys = {
    ArrowRight: () => show(at + 1), PageDown: () => show(at + 1), " ": () => show(at + 1),
    ArrowLeft: () => show(at - 1), PageUp: () => show(at - 1),
    Home: () => show(0), End: () => show(slides.length - 1),
    Enter: jump, Escape: both, "?": () => dialog.showModal(),
    b: () => body.classList.toggle("blank"), t: table, n: notes,
  };
  const press = (key) => {
    const name = key.length === 1 ? key.toLowerCase() : key;
    if (/^[0-9]$/.test(name)) { typed = (typed + name).slice(-3); return true; }
    const act = keys[name];
    if (act) act();
    typed = "";
    return Boolean(act);
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || dialog.open) return;
    const onControl = event.target.closest("button, summary, .rows");
    if (onControl && [" ", "Enter", "PageUp", "PageDown", "Home", "End"].includes(event.key)) return;
    if (press(event.key)) event.preventDefault();
  });
  document.querySelectorAll("[data-key]").forEach((button) => {
    button.addEventListener("click", () => press(button.dataset.key));
  });
  window.addEventListener("hashchange", () => show((parseInt(location.hash.slice(1), 10) || 1) - 1));
  // A printed table is whole, whether it was open or not.
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((one) => { one.open = true; });
  });
  document.querySelector("nav").hidden = false;
  body.classList.add("one");
  show((parseInt(location.hash.slice(1), 10) || 1) - 1);
})();
