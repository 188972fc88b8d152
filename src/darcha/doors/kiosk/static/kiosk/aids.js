// The aids work without this file by a reload. With it, what was ticked on the page stays, and the voice can be stopped.
(() => {
  "use strict";
  const bar = document.querySelector(".dar-ease");
  const house = document.documentElement;
  const how = { text: ["data-text", "large"], contrast: ["data-theme", "dark"], low: ["data-reach", "low"] };
  let voice = null;

  const speak = (button) => {
    if (voice) {
      voice.pause();
      voice = null;
      button.setAttribute("aria-pressed", "false");
      return;
    }
    const address = new URL(location.href);
    address.searchParams.set("aloud", "1");
    voice = new Audio(address);
    const over = () => {
      voice = null;
      button.setAttribute("aria-pressed", "false");
      document.dispatchEvent(new CustomEvent("voice-over"));
    };
    voice.addEventListener("ended", over);
    voice.addEventListener("error", over);
    voice.play().then(() => button.setAttribute("aria-pressed", "true"), over);
    document.dispatchEvent(new CustomEvent("voice-begins"));
  };

  const turn = (button, form) => {
    const [name, value] = how[button.dataset.aid];
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    on ? house.setAttribute(name, value) : house.removeAttribute(name);
    fetch(form.action, { method: "POST", body: new FormData(form, button), redirect: "manual" });
  };

  bar?.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.dataset.aid) return;
    event.preventDefault();
    button.dataset.aid === "aloud" ? speak(button) : turn(button, event.target);
  });

  // Without paper the number is told by voice too; the same button stops it.
  if (document.body.hasAttribute("data-speaks")) bar?.querySelector('[data-aid="aloud"]')?.click();

  // Back is where the visitor came from, when that was this kiosk.
  for (const link of document.querySelectorAll("[data-back]")) {
    const from = document.referrer && new URL(document.referrer);
    if (from && from.origin === location.origin && from.pathname.startsWith("/kiosk/") && from.pathname !== location.pathname) {
      link.href = from.href;
    }
  }
})();
