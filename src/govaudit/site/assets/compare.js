// Forums side by side: every criterion and indicator with its bounds and what was found, and where they differ.

"use strict";

(() => {
  const { data, words, number, span, read, write, follow, make, spoken, bar, draw, load } = site;
  const form = document.getElementById("choice");
  const table = document.getElementById("sides");
  const said = document.getElementById("said");
  const sides = ["a", "b", "c"];
  const order = ["surely", "perhaps", "no"];

  /** What is said of a node of one forum, its numbers read. */
  const entry = (forum, id) => {
    const [applies, low, point, high, found] = forum.nodes[id] ?? ["no", null, null, null, ["", ""]];
    const exact = (text) => (text === null ? null : govaudit.number(text));
    return { applies, low: exact(low), point: exact(point), high: exact(high), found };
  };

  /** Whether two scores differ whatever comes to be known, or perhaps: surely where their bounds do not meet. */
  const between = (one, other) => {
    if (one.applies === "no" && other.applies === "no") return "no";
    if (!one.low || !other.low) return one.applies === other.applies ? "no" : "surely";
    if (one.low.compare(other.high) > 0 || other.low.compare(one.high) > 0) return "surely";
    const settled = one.low.equals(one.high) && other.low.equals(other.high) && one.applies === "yes" && other.applies === "yes";
    return settled ? "no" : "perhaps";
  };

  /** The greatest difference between any two. */
  const difference = (entries) => {
    const found = entries.flatMap((one, place) => entries.slice(place + 1).map((other) => between(one, other)));
    return order.find((degree) => found.includes(degree));
  };

  const cell = ({ applies, low, point, high, found }, { range }) => {
    if (applies === "no") return make("td", {}, make("span", { class: "quiet" }, words("known.not-applicable")));
    const numbers = make("span", { class: "number" }, make("strong", {}, number(point)));
    if (low && !low.equals(high)) numbers.append(" ", make("span", { class: "small" }, span(low, high)));
    return make("td", {}, numbers, draw(bar(), { low, point, high }, range), spoken(found, { class: "small found" }));
  };

  const line = (node, forums) => {
    const entries = forums.map((forum) => entry(forum, node.id));
    const degree = difference(entries);
    const head = make("th", { scope: "row" }, spoken(node.heading));
    const mark = make("td", { class: `differs ${degree}` }, words(`compare.${degree}`));
    const row = make("tr", { class: node.indicator ? "leaf" : "trunk" }, head, ...entries.map((one) => cell(one, node)), mark);
    return { row, degree };
  };

  const heading = (id, forum) => {
    const link = make("a", { href: `forums/${id}.html`, dir: "auto" }, forum.name);
    return make("th", { scope: "col" }, link);
  };

  /** Fill the table; `chosen` are pairs of id and forum. */
  const fill = (chosen, only) => {
    const corner = make("th", { scope: "col" }, words("compare.node"));
    const last = make("th", { scope: "col" }, words("compare.difference"));
    table.tHead.replaceChildren(make("tr", {}, corner, ...chosen.map(([id, forum]) => heading(id, forum)), last));
    const forums = chosen.map(([, forum]) => forum);
    const lines = data.nodes.map((node) => ({ node, ...line(node, forums) }));
    const shown = lines.filter(({ degree }) => !only || degree !== "no");
    table.tBodies[0].replaceChildren(...shown.map(({ row }) => row));
    const count = (degree) => lines.filter((each) => each.node.indicator && each.degree === degree).length;
    const all = lines.filter(({ node }) => node.indicator).length;
    return words("compare.counted", { surely: count("surely"), perhaps: count("perhaps"), all });
  };

  let latest = 0; // of several choices in a row the last one is shown, whichever loads first

  const show = async () => {
    const turn = (latest += 1);
    const ids = [...new Set(sides.map((side) => form.elements[side].value).filter(Boolean))];
    const only = form.elements.only.checked;
    let message = words("compare.choose");
    let forums = [];
    if (ids.length > 1) {
      try {
        forums = await Promise.all(ids.map((id) => load(`forums/${id}`)));
        const absent = forums.find((forum) => forum.absent);
        if (absent) message = `${absent.name}: ${absent.absent}`;
      } catch {
        message = words("live.cannot-load");
      }
    }
    if (turn !== latest) return;
    const ready = forums.length > 1 && !forums.some((forum) => forum.absent);
    table.parentElement.hidden = !ready;
    said.textContent = ready ? fill(ids.map((id, place) => [id, forums[place]]), only) : message;
  };

  const pairs = () => {
    return [...sides.map((side) => [side, form.elements[side].value]), ["only", form.elements.only.checked ? "1" : ""]];
  };

  const restore = () => {
    const asked = read();
    for (const side of sides) {
      const field = form.elements[side];
      field.value = asked.get(side) ?? "";
      if (field.selectedIndex === -1) field.value = "";
    }
    form.elements.only.checked = asked.get("only") === "1";
    show();
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    write(pairs(), true);
    show();
  });
  form.hidden = false;
  follow(restore);
})();
