"use strict";
// Single keys for the desk, a running clock for the visit, and no form sent twice.
(() => {
  const OFF = "darcha-desk-keys-off";
  const button = document.getElementById("keys");
  const areOn = () => localStorage.getItem(OFF) === null;
  const show = () => {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(areOn()));
  };
  const toggle = () => {
    if (areOn()) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
    show();
  };
  if (button) {
    show();
    button.addEventListener("click", toggle);
  }

  const isTyping = (element) =>
    element.matches("textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey || event.isComposing) return;
    if (event.ctrlKey) {
      if (event.key === "Enter") {
        const filing = document.querySelector('[data-key="ctrl+enter"]');
        if (filing) {
          event.preventDefault();
          filing.click();
        }
      }
      return;
    }
    if (isTyping(event.target)) return;
    if (event.key === "?") {
      toggle();
      return;
    }
    if (!areOn() || event.key.length !== 1) return;
    // Keys are told by their place, so that they work while a Russian or Uzbek layout is on.
    const letter = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key.toLowerCase();
    const act = document.querySelector(`[data-key="${letter}"]`);
    if (act) {
      event.preventDefault();
      act.click();
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-busy]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    window.setTimeout(() => delete form.dataset.sent, 4000);
  });

  const two = (number) => String(number).padStart(2, "0");
  for (const clock of document.querySelectorAll("[data-since]")) {
    const [minutes, seconds] = clock.textContent.split(":").map(Number);
    const shownAt = performance.now();
    const speed = Number(document.body.dataset.clockSpeed || 1);
    window.setInterval(() => {
      const passed = Math.floor(minutes * 60 + seconds + ((performance.now() - shownAt) / 1000) * speed);
      clock.textContent = `${two(Math.floor(passed / 60))}:${two(passed % 60)}`;
    }, 1000);
  }

  const first = document.querySelector("[data-focus]");
  if (first) first.focus();
})();
