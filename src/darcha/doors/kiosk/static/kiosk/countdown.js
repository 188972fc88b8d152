// The ticket's screen closes by itself, says so, and stays for everyone who asks it to.
(() => {
  "use strict";
  const told = document.getElementById("countdown");
  const longer = document.getElementById("stay-longer");
  const { again, stays } = document.body.dataset;
  if (!told || !longer || !again) return;
  const seconds = told.querySelector("[data-seconds]");
  const more = 60;
  let left = Number(stays);
  let held = false;

  const show = () => { seconds.textContent = String(left); };
  told.hidden = longer.hidden = false;
  longer.addEventListener("click", () => {
    left = more;
    show();
  });
  document.addEventListener("voice-begins", () => { held = true; });
  document.addEventListener("voice-over", () => {
    held = false;
    left = Math.max(left, Number(stays));
  });
  document.addEventListener("keydown", () => { left = Math.max(left, Number(stays)); });
  show();
  setInterval(() => {
    if (held) return;
    left -= 1;
    show();
    if (left <= 0) location.replace(again);
  }, 1000);
})();
