"use strict";
// Single keys for the desk, a sheet that shows them, clocks that follow the house's clock, and no form sent twice.
(() => {
  // --- keys ---------------------------------------------------------------------------------------------------------
  const OFF = "darcha-desk-keys-off";
  const areOn = () => localStorage.getItem(OFF) === null;
  const sheet = document.getElementById("keysheet");
  const button = document.getElementById("keys");
  const tick = document.getElementById("keyson");
  const openSheet = () => {
    if (sheet.open) return;
    tick.checked = areOn();
    sheet.showModal();
  };
  if (sheet && button) {
    button.hidden = false;
    button.addEventListener("click", openSheet);
    tick.addEventListener("change", () => {
      if (tick.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    });
  }

  const isTyping = (element) =>
    element.matches("textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable]");

  const enterForm = (target) => {
    const form = target && (target.querySelector("form") || target);
    const first = form && form.querySelector("input:not([type=hidden]), select, textarea, button");
    if (!first) return;
    target.scrollIntoView({ block: "nearest" });
    first.focus();
  };

  // The rows of a list, the papers of an application: J and K (and the arrows, in a list) go down and up.
  const step = (by) => {
    const stops = [...document.querySelectorAll("[data-list] tbody th a, #papers input[type=checkbox]:not(:disabled)")];
    if (stops.length === 0) return false;
    const row = document.activeElement.closest("tr");
    const here = stops.findIndex((stop) => stop === document.activeElement || (row && stop.closest("tr") === row));
    const next = here === -1 ? (by > 0 ? 0 : stops.length - 1) : Math.min(Math.max(here + by, 0), stops.length - 1);
    stops[next].focus();
    return true;
  };

  const act = (letter) => {
    const found = document.querySelector(`[data-key="${letter}"]`);
    if (!found) return false;
    if (found.matches("input")) found.focus();
    else found.click();
    return true;
  };

  // Keys are told by their place, so that they work while a Russian or an Uzbek layout is on.
  const letterOf = (event) => (event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key.toLowerCase());

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey || event.isComposing || (sheet && sheet.open)) return;
    if (event.ctrlKey) {
      if (event.key !== "Enter") return;
      const form = event.target.closest(".dar-decide");
      const send = form ? form.querySelector("button[type=submit]") : document.querySelector('[data-key="ctrl+enter"]');
      if (send) {
        event.preventDefault();
        send.click();
      }
      return;
    }
    // An open sheet has the keys to itself: N in it must not finish the visit behind it.
    if (isTyping(event.target) || document.querySelector(":popover-open")) return;
    if (event.key === "?" || (event.shiftKey && event.code === "Slash")) {
      event.preventDefault();
      openSheet();
      return;
    }
    const inList = document.querySelector("[data-list]");
    if (inList && !event.shiftKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      if (step(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
      return;
    }
    if (!areOn() || event.shiftKey || event.key.length !== 1) return;
    if (event.code === "Slash" || event.key === "/") {
      const find = document.querySelector("[data-find]");
      if (find) {
        event.preventDefault();
        find.focus();
        find.select();
      }
      return;
    }
    const letter = letterOf(event);
    const done = letter === "j" ? step(1) : letter === "k" ? step(-1) : act(letter);
    if (done) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("a[data-opens]");
    if (!opener) return;
    event.preventDefault();
    enterForm(document.querySelector(opener.getAttribute("href")));
  });

  // --- forms --------------------------------------------------------------------------------------------------------
  const application = document.getElementById("application");
  let isBegun = false;
  if (application) application.addEventListener("input", () => { isBegun = true; });

  // Leaving a field renews the list of papers, and what was left it for is often the list itself. An answer that came
  // between the press and the release would take the tick or the button away from under the finger: the list waits,
  // and is asked for once more with what the press changed.
  let isPressed = false;
  let isOwed = false;
  const press = () => { isPressed = true; };
  const release = () => {
    isPressed = false;
    // After the click and the change that the release is about to bring.
    window.setTimeout(() => {
      if (!isOwed || isPressed) return;
      isOwed = false;
      application.dispatchEvent(new Event("change"));
    });
  };
  const isSpace = (event) => event.key === " ";
  if (application) {
    document.addEventListener("pointerdown", press);
    document.addEventListener("keydown", (event) => { if (isSpace(event)) press(); });
    document.addEventListener("keyup", (event) => { if (isSpace(event)) release(); });
    for (const end of ["pointerup", "pointercancel", "blur"]) window.addEventListener(end, release);
    application.addEventListener("htmx:beforeSwap", (event) => {
      isOwed = isPressed;
      if (isPressed) event.detail.shouldSwap = false;
    });
    // The list says which fields of the form are asked now; they are hidden and shown, never written anew under a typing hand.
    application.addEventListener("htmx:afterSettle", () => {
      const asked = document.querySelector("#papers [data-asked]");
      if (!asked) return;
      const codes = new Set(asked.dataset.asked.split(" "));
      for (const field of application.querySelectorAll("[data-field]")) field.hidden = !codes.has(field.dataset.field);
    });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest('button[aria-disabled="true"]')) event.preventDefault();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (isBegun && form.dataset.leaves && !window.confirm(form.dataset.leaves)) {
      event.preventDefault();
      return;
    }
    if (!form.matches("[data-busy]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    window.setTimeout(() => delete form.dataset.sent, 4000);
  });

  // --- clocks -------------------------------------------------------------------------------------------------------
  // Each answer of the house tells its own time; between two answers it is counted on, as fast as the house's clock runs.
  const two = (number) => String(number).padStart(2, "0");
  const visit = document.querySelector("[data-since]");
  const hour = document.querySelector(".dar-bar time strong");
  const last = document.querySelector("[data-ago]");
  const clocked = visit || last;
  const speed = Number(clocked ? clocked.dataset.speed : 1) || 1;
  let told = null;
  const listen = () => {
    const news = document.querySelector("[data-now]");
    if (!news || (told && told.text === news.dataset.now)) return;
    told = { text: news.dataset.now, moment: Date.parse(news.dataset.now), heardAt: performance.now() };
    if (hour) hour.textContent = told.text.slice(11, 16);
  };
  const tell = () => {
    if (!told) return;
    const now = told.moment + (performance.now() - told.heardAt) * speed;
    if (last && last.isConnected) {
      // A minute later the step stands: the line goes away instead of promising what would be refused.
      if (now > Date.parse(last.dataset.until)) last.closest("form").remove();
      else last.querySelector("[data-seconds]").textContent = String(Math.max(0, Math.floor((now - Date.parse(last.dataset.ago)) / 1000)));
    }
    if (!visit) return;
    const seconds = Math.max(0, Math.floor((now - Date.parse(visit.dataset.since)) / 1000));
    visit.textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  };
  listen();
  if (clocked) window.setInterval(tell, 1000);

  const live = document.getElementById("live");
  if (live) {
    const say = (isLate) => {
      live.dataset.state = isLate ? "late" : "running";
      live.textContent = isLate ? live.dataset.late : live.dataset.live;
    };
    live.hidden = false;
    document.body.addEventListener("htmx:afterSettle", () => { listen(); say(false); });
    document.body.addEventListener("htmx:sendError", () => say(true));
    document.body.addEventListener("htmx:responseError", () => say(true));
  }

  const first = document.querySelector("[data-focus]");
  if (first) first.focus();
})();
