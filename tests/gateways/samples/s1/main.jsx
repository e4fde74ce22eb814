import { createRoot } from 'react-dom/client';
import { id } from '../page';
import ClubOperationsPage from './operations';

createRoot(document.getElementById('root')).render(<ClubOperationsPage params={{ id }} />);
