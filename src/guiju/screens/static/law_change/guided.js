"use strict";
// An answer that changes the questions draws the form anew: what is being typed meanwhile is kept.
(() => {
  let typing = null;
  const isForm = (event) => event.detail.target && event.detail.target.id === "law-guided";

  document.addEventListener("htmx:beforeSwap", (event) => {
    const field = document.activeElement;
    const isText = field && field.id && field.matches("input, textarea") && event.detail.target.contains(field);
    typing = isForm(event) && isText ? { id: field.id, value: field.value } : null;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (!isForm(event) || !typing) return;
    const field = document.getElementById(typing.id);
    if (field) field.value = typing.value;
    typing = null;
  });
})();
