// A form marked `data-live="some-id"` is asked again while it is changed, and the part of the page with that
// id is replaced by the answer's. Without this script the form's button does the same.
"use strict";
for (const form of document.querySelectorAll("form[data-live]")) {
  const part = document.getElementById(form.dataset.live);
  const address = form.dataset.liveAction || form.action;
  let timer = 0;
  let asked = null;
  const ask = async () => {
    if (asked) asked.abort();
    asked = new AbortController();
    const fields = new URLSearchParams(new FormData(form));
    const get = form.method === "get" && !form.dataset.liveAction;
    part.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(get ? `${address}?${fields}` : address, {
        method: get ? "GET" : "POST",
        body: get ? undefined : fields,
        signal: asked.signal,
      });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(part.id);
      if (fresh) part.replaceChildren(...fresh.childNodes);
      part.removeAttribute("aria-busy");
    } catch (error) {
      // Asked again meanwhile; or the network is gone, and the button says so.
      if (error.name !== "AbortError") part.removeAttribute("aria-busy");
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 400);
  });
}
