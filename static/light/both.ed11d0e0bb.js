// What both paths do in the browser: read aloud, and keep a picture.
// Reads sentences aloud: recorded clips first, else this device's voice of the language, else
// nothing, and whoever helps is told. One reading at a time; nothing begins by itself.
(() => {
  if (window.ourReading) return;
  let turn = 0;
  let playing = null;
  const synthesis = window.speechSynthesis;

  const voice = (lang) => synthesis && synthesis.getVoices().find(
    (one) => one.lang.toLowerCase().replace("_", "-").split("-")[0] === lang);

  const spoken = (words, lang) => new Promise((done, failed) => {
    const own = voice(lang);
    if (!own) { failed(new Error("no voice")); return; }
    const said = new SpeechSynthesisUtterance(words);
    said.voice = own;
    said.lang = own.lang;
    said.rate = 0.9;
    said.onend = done;
    said.onerror = failed;
    synthesis.speak(said);
  });

  const played = (address) => new Promise((done, failed) => {
    playing = new Audio(address);
    playing.onended = done;
    playing.onerror = failed;
    playing.play().catch(failed);
  });

  const stop = () => {
    turn += 1;
    if (playing) playing.pause();
    playing = null;
    if (synthesis) synthesis.cancel();
  };

  // parts: [{words, clip, lang}], the last only where it is another language; mark(part) as each begins, mark(null) at the end.
  // Resolves to true when all was said, false when something could not be.
  const read = async (parts, lang, mark) => {
    stop();
    const mine = turn;
    try {
      for (const part of parts) {
        mark(part);
        let heard = false;
        if (part.clip) heard = await played(part.clip).then(() => true, () => false);
        if (mine !== turn) return true;
        if (!heard) await spoken(part.words, part.lang || lang);
        if (mine !== turn) return true;
      }
      return true;
    } catch {
      return mine !== turn;
    } finally {
      if (mine === turn) mark(null);
    }
  };

  window.ourReading = { read, stop };
})();

// Keeps a drawing as a picture (PNG), which every phone and messenger shows; where the phone can
// share files, it asks with whom. Made here: nothing of it leaves the device by itself.
(() => {
  const drawn = (svg) => new Promise((done, failed) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      canvas.getContext("2d").drawImage(image, 0, 0);
      canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png");
    };
    image.onerror = failed;
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  });
  const keep = async (svg, name) => {
    const blob = await drawn(svg);
    const file = new File([blob], name, { type: "image/png" });
    if (navigator.canShare && navigator.canShare({ files: [file] })) {
      await navigator.share({ files: [file] }).catch(() => {});
      return;
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  window.ourPicture = { keep };
})();
