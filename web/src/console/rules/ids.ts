/** The order that an id is about: the id of a return, or of a refund, names its order, `ret_<order>_<which>`. */
export function orderOf(id: string): string {
  const found = /^(?:ret|rfd)_([a-z2-7]{32})_/.exec(id);
  return found ? `ord_${found[1]}` : id;
}
