// Shows what a form is worth while it is typed. A form says where to ask (data-live) and which part of the page takes the answer
// (data-live-part). Without this script the form works as well: it tells the same after it is sent.
(() => {
  const PAUSE = 500;
  for (const form of document.querySelectorAll("form[data-live]")) {
    let timer, asked;
    const ask = async () => {
      asked?.abort();
      asked = new AbortController();
      const body = new URLSearchParams(new FormData(form));
      try {
        const answer = await fetch(form.dataset.live, { method: "POST", body, signal: asked.signal });
        if (!answer.ok) return; // a session that ended is told, and what was typed kept, when the form itself is sent
        const part = document.getElementById(form.dataset.livePart);
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
        if (!fresh) return;
        if (part.querySelector("details")?.open) fresh.querySelector("details")?.setAttribute("open", "");
        part.replaceChildren(...fresh.childNodes);
      } catch (error) {
        if (error.name !== "AbortError" && error.name !== "TypeError") throw error; // a TypeError is a network that was away
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
  }
})();
