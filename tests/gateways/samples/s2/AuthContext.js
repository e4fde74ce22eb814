// What the document's provider imports and the document does not show: the token of the log-in.
export const useAuth = () => ({ token: localStorage.getItem('accessToken') });
