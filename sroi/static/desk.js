/* The desk by keyboard, and who else looks at a claim. All of it works without this file; the keys can be switched off on the help page. */
"use strict";

(function () {
  const EVERY = 30000; // milliseconds between two signs of life: a quarter of how long one lasts
  const rows = document.querySelector("[data-rows]");
  const claim = document.querySelector("[data-claim]");

  function isTyping(target) {
    return target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select") || target.isContentEditable;
  }

  function step(by) {
    const links = Array.from(rows.querySelectorAll("[data-row]"));
    const row = document.activeElement.closest("tr");
    const here = row ? links.indexOf(row.querySelector("[data-row]")) : -1;
    const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(here + by, 0), links.length - 1);
    if (links[next]) links[next].focus();
  }

  function inRow(selector) {
    const row = rows.contains(document.activeElement) && document.activeElement.closest("tr");
    return row ? row.querySelector(selector) : null;
  }

  const inQueue = {
    j: () => step(1),
    k: () => step(-1),
    o: () => { const link = inRow("[data-row]"); if (link) link.click(); },
    a: () => { const box = inRow("input[type=checkbox]"); if (box) box.click(); },
  };

  const onClaim = {
    j: () => { if (claim.dataset.next) window.location.assign(claim.dataset.next); },
    k: () => window.location.assign(claim.dataset.queue),
    o: () => { const file = document.querySelector("[data-evidence]"); if (file) file.focus(); },
    a: () => {
      const approve = document.querySelector("input[name=verdict][value=approved]");
      if (approve) { approve.checked = true; approve.focus(); }
    },
  };

  function listen(keys) {
    document.addEventListener("keydown", (event) => {
      const action = Object.hasOwn(keys, event.key) ? keys[event.key] : null;
      if (!action || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
      event.preventDefault();
      action();
    });
  }

  // Only a change is shown, for a change is read aloud.
  function show(part) {
    if (part.textContent.trim() !== claim.textContent.trim()) claim.replaceChildren(...part.childNodes);
  }

  function signOfLife() {
    const token = document.querySelector("input[name=_csrf_token]");
    if (document.hidden || !token) return;
    const body = new URLSearchParams({ _csrf_token: token.value });
    fetch(claim.dataset.presence, { method: "POST", body, redirect: "error" })
      .then((answer) => (answer.ok ? answer.text() : null))
      .then((html) => { if (html !== null) show(new DOMParser().parseFromString(html, "text/html").body); })
      .catch(() => {}); // the page stays as it is; the next sign tries again
  }

  if (rows && rows.dataset.shortcuts === "on") listen(inQueue);
  if (claim && claim.dataset.shortcuts === "on") listen(onClaim);
  if (claim && claim.dataset.presence) window.setInterval(signOfLife, EVERY);
})();
