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
