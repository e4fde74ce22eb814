// Who is at this page and what it is about: the test hands both over in the address.
const words = new URLSearchParams(location.search);
export const token = words.get('token');
export const id = words.get('id');
