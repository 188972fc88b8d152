// The live board: one stream of events, a region that is renewed in place, and a voice that lets everybody finish.
(() => {
  "use strict";
  const region = document.getElementById("board");
  const clock = document.getElementById("clock");
  const warning = document.getElementById("stale");
  const sound = document.getElementById("sound");
  const house = document.documentElement;
  const staleAfter = 10;
  const silentAfter = 60;
  let heardAt = performance.now();
  let lastId = "";
  let source = null;

  // Renew what changed and leave the rest alone: a row that stands keeps standing, a new one begins its three beats.
  const renew = (old, fresh) => {
    if (old.isEqualNode(fresh)) return;
    const isSame = old.nodeType === 1 && old.nodeName === fresh.nodeName && old.dataset?.call === fresh.dataset?.call;
    if (!isSame || old.namespaceURI !== fresh.namespaceURI) {
      old.replaceWith(fresh);
      return;
    }
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const before = [...old.childNodes];
    const after = [...fresh.childNodes];
    before.slice(after.length).forEach((node) => node.remove());
    after.forEach((node, place) => (place < before.length ? renew(before[place], node) : old.append(node)));
  };

  const show = (html) => {
    const fresh = region.cloneNode(false);
    fresh.innerHTML = html;
    renew(region, fresh);
  };

  const heard = (event) => {
    heardAt = performance.now();
    if (event.lastEventId) lastId = event.lastEventId;
    delete house.dataset.state;
    delete house.dataset.old;
    warning.hidden = true;
  };

  // The voice: one call after the other, each in its languages; what waited too long is not said any more.
  const waiting = [];
  const patience = 90_000;
  let speaking = null;
  let allowed = true;

  const speak = () => {
    while (waiting.length && performance.now() - waiting[0].since > patience) waiting.shift();
    if (speaking || !waiting.length || !allowed) return;
    const next = waiting[0];
    speaking = new Audio(next.src);
    const over = () => {
      speaking = null;
      waiting.shift();
      setTimeout(speak, 350);
    };
    speaking.addEventListener("ended", over, { once: true });
    speaking.addEventListener("error", over, { once: true });
    speaking.play().then(
      () => document.dispatchEvent(new CustomEvent("spoken", { detail: next.src })),
      (failure) => {
        if (failure.name !== "NotAllowedError") return;
        // The browser wants a touch first; until then the calls are seen only.
        speaking = null;
        allowed = false;
        sound.hidden = false;
      },
    );
  };

  sound.addEventListener("click", () => {
    allowed = true;
    sound.hidden = true;
    speak();
  });

  const called = (event) => {
    heard(event);
    const { call, sounds } = JSON.parse(event.data);
    for (const src of sounds) waiting.push({ call, src, since: performance.now() });
    speak();
  };

  const open = () => {
    source?.close();
    const address = new URL(region.dataset.stream, location.href);
    if (lastId) address.searchParams.set("after", lastId);
    source = new EventSource(address);
    source.addEventListener("board", (event) => {
      heard(event);
      show(event.data);
    });
    source.addEventListener("call", called);
    source.addEventListener("beat", (event) => {
      heard(event);
      clock.textContent = event.data;
    });
  };

  setInterval(() => {
    const age = Math.round((performance.now() - heardAt) / 1000);
    if (age > staleAfter) {
      house.dataset.state = "stale";
      house.toggleAttribute("data-old", age > silentAfter);
      for (const words of warning.querySelectorAll("[data-words]")) {
        words.textContent = words.dataset.words.replace("{}", String(age));
      }
      warning.hidden = false;
      // The browser tries again by itself, except when the answer was an error: then this does.
      if (source.readyState === EventSource.CLOSED && age % 3 === 0) open();
    }
  }, 1000);

  addEventListener("pagehide", () => source.close());
  open();
})();
