"use strict";
// A host prints when there is a printer; a visitor with a phone needs no paper.
(() => {
  const button = document.getElementById("print");
  button.hidden = false;
  button.addEventListener("click", () => window.print());
})();
