// A frame to sign in with a finger, a pen or a mouse. What is drawn is kept as points in the hidden field
// that `data-pad` names, in the frame's own measure (600 × 200), so that a form shown again has it still.
// Without this script the paper is signed.
"use strict";
for (const pad of document.querySelectorAll("[data-pad]")) {
  const form = pad.closest("form");
  const field = form.elements[pad.dataset.pad];
  const canvas = pad.querySelector("canvas");
  const choice = form.querySelector("[data-drawn]");
  const radio = choice.querySelector("input");
  const ink = canvas.getContext("2d");
  const strokes = field.value === "" ? [] : field.value.split(";").map((stroke) =>
    stroke.split(" ").map((point) => point.split(",").map(Number)));
  let current = null;

  const draw = () => {
    ink.clearRect(0, 0, canvas.width, canvas.height);
    ink.strokeStyle = getComputedStyle(canvas).color;
    ink.lineWidth = 3;
    ink.lineCap = ink.lineJoin = "round";
    for (const stroke of strokes) {
      ink.beginPath();
      stroke.forEach(([x, y], nth) => (nth === 0 ? ink.moveTo(x, y) : ink.lineTo(x, y)));
      ink.stroke();
    }
  };
  const keep = () => {
    field.value = strokes.map((stroke) => stroke.map((point) => point.join(",")).join(" ")).join(";");
  };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    const within = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
    return [
      within(((event.clientX - box.left) * canvas.width) / box.width, canvas.width),
      within(((event.clientY - box.top) * canvas.height) / box.height, canvas.height),
    ];
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    current = [at(event)];
    strokes.push(current);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (current === null) return;
    current.push(at(event));
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      if (current === null) return;
      current = null;
      radio.checked = true;
      keep();
      draw();
    });
  }
  pad.querySelector("[data-clear]").addEventListener("click", () => {
    strokes.length = 0;
    radio.checked = false;
    keep();
    draw();
  });
  pad.hidden = choice.hidden = false;
  draw();
}
