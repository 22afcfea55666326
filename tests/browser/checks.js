// What a person with a keyboard, a screen reader or tired eyes needs of a page; the list of what is missing.
() => {
  const wrong = [];
  const say = (what, element) => wrong.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
  const rgb = (text) => text.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((each) => {
      const part = each / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgb(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !seen(element) || element.closest("svg, .unseen, .skip")) continue;
    const found = contrast(rgb(getComputedStyle(element).color), ground(element));
    if (found < 4.5) say(`contrast ${found.toFixed(2)}`, element);
  }
  for (const bar of document.querySelectorAll(".bars .bar")) {
    if (contrast(rgb(getComputedStyle(bar).fill), ground(bar.closest("svg"))) < 3) say("contrast of a bar", bar);
  }
  for (const box of document.querySelectorAll("input:not([type=hidden])")) {
    if (!box.labels.length) say("no label", box);
    if (contrast(rgb(getComputedStyle(box).borderTopColor), ground(box.parentElement)) < 3) say("border", box);
  }
  for (const each of document.querySelectorAll("a[href], button, summary")) {
    const name = each.getAttribute("aria-label") || each.textContent;
    if (!name.trim()) say("no name", each);
  }
  if (document.documentElement.lang !== "en") wrong.push("no language");
  if (document.querySelectorAll("main").length !== 1) wrong.push("not one main");
  if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
  let before = 0;
  for (const each of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const level = Number(each.tagName[1]);
    if (level > before + 1) say("a heading skips a level", each);
    before = level;
  }
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  if (new Set(ids).size !== ids.length) wrong.push("an id stands twice");
  for (const each of document.querySelectorAll("[tabindex]")) {
    if (each.tabIndex > 0) say("an order of its own", each);
  }
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) wrong.push("wider than the window");
  return wrong;
}
