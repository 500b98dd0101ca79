"use strict";
// A file may be dropped anywhere on the page; without this file it is chosen in the field.
(() => {
  const field = document.querySelector("input[type=file]");
  if (!field) return;
  const box = field.closest(".panel") || field;
  const carries = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    box.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) box.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    box.classList.remove("dropping");
    if (event.dataTransfer.files.length !== 1) return;
    field.files = event.dataTransfer.files;
    field.focus();
  });
})();
