"use strict";
// Draws what the server has put into data-chart. Without ECharts the box goes and the table stands open.
(() => {
  const drawn = [];

  const draw = (box) => {
    if (box.dataset.drawn) return;
    box.dataset.drawn = "yes";
    if (!window.echarts) {
      const figure = box.closest("figure");
      box.hidden = true;
      figure.querySelectorAll("details").forEach((details) => { details.open = true; });
      return;
    }
    const options = JSON.parse(box.dataset.chart);
    options.textStyle.fontFamily = getComputedStyle(document.body).fontFamily;
    const chart = window.echarts.init(box, null, { renderer: "canvas" });
    chart.setOption(options);
    chart.on("click", (event) => {
      const address = event.data && event.data.address;
      // Only pages of this site.
      if (address && /^\/(?!\/)/.test(address)) window.location.assign(address);
    });
    drawn.push(chart);
  };

  const drawAll = (within) => within.querySelectorAll("[data-chart]").forEach(draw);
  document.addEventListener("DOMContentLoaded", () => drawAll(document));
  document.addEventListener("htmx:load", (event) => drawAll(event.detail.elt));
  window.addEventListener("resize", () => drawn.forEach((chart) => chart.resize()));
})();
