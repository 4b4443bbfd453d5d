// Reloads the page when its content has changed. Only the preview server serves this file.
(function () {
  "use strict";
  var script = document.currentScript;
  if (!script || !window.EventSource) return;
  var shown = new URL(script.src).searchParams.get("v");
  var events = new EventSource(new URL("events", script.src));
  events.onmessage = function (event) {
    if (event.data !== shown) {
      events.close();
      location.reload();
    }
  };
  addEventListener("pagehide", function () { events.close(); });
})();
