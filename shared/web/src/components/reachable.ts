// Text that scrolls must be reachable by keyboard even when nothing in it can be pressed. An attachment for the box.
export function reachable(node: HTMLElement): () => void {
  const look = () => {
    const empty = node.querySelector("a[href], button:not(:disabled), input, select, textarea, [tabindex]") === null;
    if (empty && node.scrollHeight > node.clientHeight) node.tabIndex = 0;
    else node.removeAttribute("tabindex");
  };
  const sizes = new ResizeObserver(look);
  const content = new MutationObserver(look);
  sizes.observe(node);
  content.observe(node, { childList: true, subtree: true });
  return () => {
    sizes.disconnect();
    content.disconnect();
  };
}
