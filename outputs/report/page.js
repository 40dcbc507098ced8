// Shows and hides plans in the tables; without a script every plan is shown.
for (const box of document.querySelectorAll(".choose")) {
  box.hidden = false;
  box.addEventListener("change", (event) => {
    const input = event.target;
    for (const row of document.querySelectorAll(`tr[data-plan="${input.dataset.plan}"]`)) {
      row.hidden = !input.checked;
    }
  });
}
// Paper cannot be unfolded: what is folded is opened for it, and folded again.
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const part of opened) part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of opened) part.open = false;
});
