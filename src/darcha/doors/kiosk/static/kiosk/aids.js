// The aids work without this file by a reload. With it, what was ticked on the page stays, and the voice can be stopped.
(() => {
  "use strict";
  const bar = document.querySelector(".dar-ease");
  const house = document.documentElement;
  const how = { text: ["data-text", "large"], contrast: ["data-theme", "dark"], low: ["data-reach", "low"] };
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const aloud = bar?.querySelector("[data-aid=aloud]");
  let voice = null;

  const hush = () => {
    voice?.pause();
    voice = null;
    document.dispatchEvent(new CustomEvent("voice-over"));
  };

  const say = (asked) => {
    hush();
    const address = new URL(location.href);
    for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
    voice = new Audio(address);
    const saying = voice;
    const over = () => { if (saying === voice) hush(); };
    voice.addEventListener("ended", over);
    voice.addEventListener("error", over);
    voice.play().catch(over);
    document.dispatchEvent(new CustomEvent("voice-begins"));
  };

  const isAloud = () => aloud?.getAttribute("aria-pressed") === "true";

  const speak = (button) => {
    const on = !isAloud();
    button.setAttribute("aria-pressed", String(on));
    on ? say({ aloud: "1" }) : hush();
    const told = new FormData(bar.querySelector("[data-aid=text]").form);
    told.set("aid", "aloud");
    fetch(bar.querySelector("[data-aid=text]").form.action, { method: "POST", body: told, redirect: "manual", keepalive: true });
  };

  // Whoever does not see hears each screen as it comes, and each control the keys come to.
  const sayControl = (here) => {
    const place = [...document.querySelectorAll(controls)].indexOf(here);
    if (!isAloud() || place < 0) return;
    const isBox = here.matches("[type=checkbox], [type=radio]");
    say({ focus: String(place), ...(isBox && { chosen: here.checked ? "1" : "0" }) });
  };
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(":focus-visible")) sayControl(event.target);
  });
  document.addEventListener("change", (event) => sayControl(event.target));
  if (isAloud()) say({ aloud: "1" });

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
