// Fetches what changed, under 2 kB, and nothing at all when nothing did.
"use strict";
(() => {
  const page = document.body;
  const every = 5000;
  let waiting = every;

  function write(id, text) {
    const place = document.getElementById(id);
    if (!place || place.textContent === text) return;
    place.textContent = text;
    if (id === "total" || id === "here") place.classList.toggle("words", text.length > 9);
  }

  function show(said) {
    if (said.layout !== page.dataset.layout) {
      location.reload();
      return;
    }
    for (const name of ["total", "here", "sites", "time"]) write(name, said[name]);
    said.own.forEach((number, place) => write(`own-${place}`, number || page.dataset.few));
    const bits = atob(said.lit);
    document.querySelectorAll("#dots circle").forEach((dot, place) => {
      const lit = (bits.charCodeAt(place >> 3) >> (place & 7)) & 1;
      dot.classList.toggle("lit", lit === 1);
    });
  }

  async function look() {
    try {
      const answer = await fetch(page.dataset.json, { cache: "no-cache" });
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.json());
      waiting = every;
    } catch {
      waiting = Math.min(waiting * 2, 60000);
    }
    setTimeout(look, waiting);
  }

  setTimeout(look, every);
})();
