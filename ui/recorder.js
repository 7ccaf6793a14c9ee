// Records one sentence, lets it be heard, and sends it when told to. Nothing is sent before.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector("[data-recorder]");
  const [record, stop, listen, save, reload] = root.querySelectorAll("button");
  const line = root.querySelector("p");
  const own = root.own || (root.own = { id: null, sound: null, recorder: null, player: null });
  const names = { record, stop, listen, save, reload };
  for (const [name, button] of Object.entries(names)) button.textContent = data.words[name];
  reload.hidden = true;
  reload.onclick = () => window.location.reload();

  if (own.id !== data.id) {
    forget();
    say(own.saved ? data.words.saved : "");
    Object.assign(own, { id: data.id, saved: false });
  }
  if (isShut()) { shut(); return forget; }
  show();

  record.onclick = async () => {
    const id = own.id;
    silence();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
      if (own.id !== id || own.recorder) { end(stream); return; }
      begin(stream);
    } catch { shut(); }
  };
  stop.onclick = () => { if (own.recorder) own.recorder.stop(); };
  listen.onclick = () => {
    silence();
    own.player = new Audio(URL.createObjectURL(own.sound));
    own.player.play().catch(() => say(data.words.failed));
  };
  save.onclick = send;
  return forget;

  function isShut() {
    const policy = document.permissionsPolicy || document.featurePolicy;
    if (policy && policy.allowsFeature && !policy.allowsFeature("microphone")) return true;
    return !navigator.mediaDevices || !window.MediaRecorder;
  }

  function begin(stream) {
    const kinds = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
    const mimeType = kinds.find((kind) => MediaRecorder.isTypeSupported(kind));
    const parts = [];
    const made = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 16000 });
    const timer = setTimeout(() => made.state !== "inactive" && made.stop(), data.seconds * 1000);
    own.recorder = made;
    own.sound = null;
    made.ondataavailable = (event) => parts.push(event.data);
    made.onstop = () => {
      clearTimeout(timer);
      end(stream);
      if (own.recorder !== made) return;
      own.recorder = null;
      const sound = new Blob(parts, { type: made.mimeType });
      own.sound = sound.size <= data.most ? sound : null;
      say(own.sound ? data.words.recorded : data.words.large);
      show();
    };
    made.start();
    say(data.words.recording);
    show();
  }

  async function send() {
    silence();
    save.disabled = true;
    say(data.words.sending);
    const answer = await fetch(data.path, {
      method: "POST", body: own.sound, credentials: "same-origin",
    }).catch(() => null);
    if (answer && answer.ok) {
      const { name } = await answer.json();
      own.sound = null;
      own.saved = true;
      say(data.words.saved);
      setTriggerValue("saved", name);
    } else {
      say((answer && data.words[answer.status]) || data.words.failed);
    }
    show();
  }

  function show() {
    record.disabled = Boolean(own.recorder);
    stop.disabled = !own.recorder;
    listen.disabled = save.disabled = Boolean(own.recorder) || !own.sound;
    root.classList.toggle("on", Boolean(own.recorder));
  }

  function shut() {
    record.disabled = stop.disabled = listen.disabled = save.disabled = true;
    reload.hidden = false;
    say(data.words.shut);
  }

  function forget() {
    silence();
    const made = own.recorder;
    own.recorder = own.sound = null;
    if (made && made.state !== "inactive") made.stop();
  }

  function silence() {
    if (own.player) { own.player.pause(); URL.revokeObjectURL(own.player.src); own.player = null; }
  }

  function end(stream) { for (const track of stream.getTracks()) track.stop(); }

  function say(words) { line.textContent = words; }
}
