// A page that leads on loses the place on the page that a link named: carry it along.
if (location.hash) location.replace(document.currentScript.dataset.to + location.hash);
