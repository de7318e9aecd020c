// Keyboard answers: a button with data-key="1" is pressed by that key, unless somebody types.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest("input, textarea, select")) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button) { event.preventDefault(); button.click(); }
});
// The language switch sends itself where scripts run; without them there is a button.
for (const select of document.querySelectorAll("select[data-send]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
// The rail is open on wide screens; browsers without ::details-content need help with that.
if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 761px)").matches) {
  for (const rooms of document.querySelectorAll("details.rooms")) rooms.open = true;
}
// A button with data-opens="id" opens that <dialog>; Escape closes it by itself.
for (const button of document.querySelectorAll("[data-opens]")) {
  button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());
}
