"use strict";
// The receipt is opened to be printed.
window.addEventListener("load", () => window.print());
