/** The order that an id is about: a return's id names its order, `ret_<order>_<which>`. */
export function orderOf(id: string): string {
  const found = /^ret_([a-z2-7]{32})_/.exec(id);
  return found ? `ord_${found[1]}` : id;
}
