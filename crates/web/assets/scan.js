// Two ways to scan. A field marked `data-read` is filled by the camera or from a photo, beside whoever types.
// Scanning without waiting: a form marked `data-scan="field"` is sent in the background, code after code in
// the order they were read, and the parts of the page marked `data-scan-part` are replaced by the answer's.
// Without this script the form's button does the same, a page at a time.
"use strict";
const sounds = { context: null };

/** A short high tone when a code is taken, a long low one when it is refused; a telephone shakes too. */
function say(good) {
  try {
    sounds.context ??= new AudioContext();
    const [tone, volume] = [sounds.context.createOscillator(), sounds.context.createGain()];
    const [now, lasts] = [sounds.context.currentTime, good ? 0.09 : 0.45];
    tone.type = good ? "sine" : "square";
    tone.frequency.value = good ? 1320 : 180;
    volume.gain.setValueAtTime(good ? 0.2 : 0.12, now);
    volume.gain.exponentialRampToValueAtTime(0.001, now + lasts);
    tone.connect(volume).connect(sounds.context.destination);
    tone.start(now);
    tone.stop(now + lasts);
  } catch {
    // A browser without sound: the page says it in words.
  }
  if (navigator.vibrate) navigator.vibrate(good ? 60 : [200, 80, 200]);
}

/** Reads codes by the camera, or from a photo that the server reads, and hands each to `read`. */
class Eyes {
  constructor(root, { csrf, field, read, several }) {
    Object.assign(this, { root, csrf, field, read, several });
    this.told = root.querySelector("[data-scan-told]");
    const photo = root.querySelector("input[type=file]");
    if (photo) photo.addEventListener("change", () => this.photo(photo));
    const button = root.querySelector("[data-scan-camera]");
    if (button && "BarcodeDetector" in window && navigator.mediaDevices) {
      button.hidden = false;
      button.addEventListener("click", () => this.camera(button));
    }
  }

  tell(text) {
    this.told.textContent = text;
    this.told.hidden = text === "";
  }

  /** The server reads a photo as soon as it is taken. */
  async photo(input) {
    const file = input.files[0];
    if (!file) return;
    const fields = new FormData();
    fields.set("csrf", this.csrf);
    fields.set("photo", file);
    this.tell("La photo est lue…");
    try {
      const answer = await fetch("/scan/photo", { method: "POST", body: fields });
      const { codes, sentence } = answer.ok ? await answer.json() : { codes: [] };
      if (codes.length > 1) return this.several();
      this.tell(codes.length === 1 ? "" : sentence || "La photo n’a pas pu être lue. Tapez le numéro.");
      if (codes.length === 1) this.read(codes[0]);
      else say(false);
    } catch {
      this.tell("Pas de réseau : la photo n’a pas été lue.");
      say(false);
    }
    input.value = "";
  }

  async camera(button) {
    const view = this.root.querySelector("[data-scan-view]");
    if (this.stream) return this.closed(button, view);
    try {
      const video = { facingMode: "environment" };
      this.stream = await navigator.mediaDevices.getUserMedia({ video });
    } catch {
      this.tell("La caméra n’est pas accessible : autorisez-la, ou prenez une photo.");
      return;
    }
    button.textContent = "Fermer la caméra";
    view.srcObject = this.stream;
    view.hidden = false;
    await view.play();
    const detector = new BarcodeDetector();
    let [last, since] = ["", 0];
    const look = async () => {
      if (!this.stream) return;
      try {
        const [found] = await detector.detect(view);
        const now = performance.now();
        // The same label stays in view: it counts once, until another is seen or three seconds pass.
        if (found && (found.rawValue !== last || now - since > 3000)) {
          last = found.rawValue;
          this.read(last.trim());
        }
        if (found) since = now;
      } catch {
        // A frame that is not ready yet.
      }
      setTimeout(look, 120);
    };
    look();
  }

  closed(button, view) {
    for (const track of this.stream.getTracks()) track.stop();
    this.stream = null;
    view.hidden = true;
    button.textContent = "Lire avec la caméra";
    this.field.focus();
  }
}

class Scan {
  constructor(form) {
    this.form = form;
    this.field = form.elements.namedItem(form.dataset.scan);
    this.eyes = new Eyes(form, {
      csrf: form.elements.namedItem("csrf").value,
      field: this.field,
      read: (code) => this.read(code),
      // Several codes on one photo are for the page to sort: it is sent with it.
      several: () => form.submit(),
    });
    this.queue = [];
    this.busy = false;
    form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("online", () => this.next());
    addEventListener("beforeunload", (event) => {
      if (this.queue.length > 0) event.preventDefault();
    });
  }

  /** Only the field's own button is a scan; the form's other buttons are sent as usual. */
  submitted(event) {
    const button = event.submitter;
    if (button && (button.name || button.hasAttribute("formaction"))) return;
    event.preventDefault();
    const code = this.field.value.trim();
    this.field.value = "";
    this.field.focus();
    if (code !== "") this.read(code);
  }

  read(code) {
    this.queue.push(code);
    this.next();
  }

  /** One after the other: each code needs the page that the one before it made. */
  async next() {
    if (this.busy || this.queue.length === 0) return;
    this.busy = true;
    const fields = new FormData(this.form);
    fields.set(this.form.dataset.scan, this.queue[0]);
    fields.delete("photo");
    let answer;
    try {
      answer = await fetch(this.form.action, { method: "POST", body: fields });
      if (answer.status >= 500) throw new Error(answer.statusText);
    } catch {
      // The same form with the same id is sent again: what was done is not done twice.
      this.busy = false;
      this.eyes.tell(`Pas de réseau : ${this.queue.length} lecture(s) en attente, ne fermez pas cette page.`);
      setTimeout(() => this.next(), 3000);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("form[data-scan]")) {
      // Signed out, or the page is another one by now: it is shown.
      this.queue = [];
      location.assign(answer.redirected ? answer.url : location.href);
      return;
    }
    this.queue.shift();
    this.shown(page);
    say(answer.ok && !page.querySelector("[data-scan-refused]"));
    this.eyes.tell("");
    this.busy = false;
    this.next();
  }

  shown(page) {
    for (const part of document.querySelectorAll("[data-scan-part]")) {
      const fresh = page.getElementById(part.id);
      if (fresh) part.replaceChildren(...fresh.childNodes);
    }
    const invalid = page.getElementById(this.field.id)?.getAttribute("aria-invalid");
    if (invalid) this.field.setAttribute("aria-invalid", invalid);
    else this.field.removeAttribute("aria-invalid");
  }
}

for (const form of document.querySelectorAll("form[data-scan]")) new Scan(form);

// A field of an ordinary form: what is read goes into it, and the form on its way by its first button.
for (const root of document.querySelectorAll("[data-read]")) {
  const field = document.getElementById(root.dataset.read);
  const read = (code) => {
    field.value = code;
    field.form.requestSubmit(field.form.querySelector("button:not([type=button])"));
  };
  const several = () => eyes.tell("Cette photo montre plusieurs codes : approchez-vous de l’étiquette.");
  const eyes = new Eyes(root, { csrf: root.dataset.csrf, field, read, several });
  root.hidden = false;
}
