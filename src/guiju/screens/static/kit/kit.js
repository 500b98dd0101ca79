"use strict";
// The pages work without this file. It spares a double click, opens and closes the drawer, and leads to the first error.
(() => {
  const drawer = () => document.getElementById("drawer");
  let opener = null;

  const close = () => {
    const box = drawer();
    if (!box || !box.hasChildNodes()) return;
    box.replaceChildren();
    if (opener && document.contains(opener)) opener.focus();
    opener = null;
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // Only after the browser has taken the pressed button's value along.
    setTimeout(() => form.querySelectorAll("button[type=submit]").forEach((one) => { one.disabled = true; }), 0);
    // A file that is downloaded leaves the page where it is.
    setTimeout(() => reopen(form), 5000);
  });

  const reopen = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button[type=submit]").forEach((one) => { one.disabled = false; });
  };
  // Back from the next page: the form is open again.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-once]").forEach(reopen));

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-drawer]");
    if (link) opener = link;
    if (event.target.closest("[data-close]")) close();
    document.querySelectorAll("details.menu-small[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  // A half-written form is kept every three seconds while somebody types, and when a field is left.
  const keep = (state) => {
    if (!state.dataset.dirty) return;
    delete state.dataset.dirty;
    state.dispatchEvent(new Event("keep"));
  };
  const draftOf = (element) => {
    const form = element.closest && element.closest("form");
    return form && form.querySelector(".draft-state");
  };
  document.addEventListener("input", (event) => {
    const state = draftOf(event.target);
    if (!state) return;
    state.dataset.dirty = "yes";
    if (state.dataset.waiting) return;
    state.dataset.waiting = "yes";
    setTimeout(() => {
      delete state.dataset.waiting;
      keep(state);
    }, 3000);
  });
  document.addEventListener("focusout", (event) => {
    const state = draftOf(event.target);
    if (state) keep(state);
  });

  // Conditions that were left empty do not stand in the address.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") return;
    const sent = event.detail.parameters;
    Object.keys(sent).forEach((name) => {
      if (sent[name] === "") delete sent[name];
    });
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target && event.detail.target.id === "drawer") drawer().focus();
  });
  document.addEventListener("DOMContentLoaded", () => {
    const wrong = document.querySelector("[data-focus]");
    if (wrong) wrong.focus();
  });
})();
