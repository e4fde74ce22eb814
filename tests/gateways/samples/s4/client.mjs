import { createInterface } from 'node:readline';
import WebSocket from 'ws';

class EventBookingWebSocket {
  constructor(baseUrl, token) {
    this.baseUrl = baseUrl;
    this.token = token;
    this.ws = null;
  }

  // Connect to general WebSocket
  connect() {
    this.ws = new WebSocket(`${this.baseUrl}/ws?token=${this.token}`);
    this.setupEventHandlers();
  }

  // Connect directly to specific event
  connectToEvent(eventId) {
    this.ws = new WebSocket(`${this.baseUrl}/ws/events/${eventId}?token=${this.token}`);
    this.setupEventHandlers();
  }

  setupEventHandlers() {
    this.ws.onopen = () => {
      console.log('WebSocket connected');
    };

    this.ws.onmessage = (event) => {
      const message = JSON.parse(event.data);
      this.handleMessage(message);
    };

    this.ws.onclose = () => {
      console.log('WebSocket disconnected');
    };

    this.ws.onerror = (error) => {
      console.error('WebSocket error:', error);
    };
  }

  handleMessage(message) {
    switch (message.type) {
      case 'connection_established':
        console.log('Connected with client ID:', message.clientId);
        break;

      case 'seat_update':
        this.onSeatUpdate(message);
        break;

      case 'booking_created':
        this.onBookingCreated(message);
        break;

      case 'booking_cancelled':
        this.onBookingCancelled(message);
        break;

      default:
        console.log('Received message:', message);
    }
  }

  subscribeToEvent(eventId) {
    this.send({
      type: 'subscribe_event',
      eventId: eventId
    });
  }

  unsubscribeFromEvent(eventId) {
    this.send({
      type: 'unsubscribe_event',
      eventId: eventId
    });
  }

  ping() {
    this.send({ type: 'ping' });
  }

  send(message) {
    if (this.ws && this.ws.readyState === WebSocket.OPEN) {
      this.ws.send(JSON.stringify(message));
    }
  }

  // Event handlers (override these in your implementation)
  onSeatUpdate(message) {
    console.log(`Event ${message.eventId}: ${message.availableSeats}/${message.seatCapacity} seats available`);
  }

  onBookingCreated(message) {
    console.log(`New booking created: ${message.bookingId} for event ${message.eventId}`);
  }

  onBookingCancelled(message) {
    console.log(`Booking cancelled: ${message.bookingId} for event ${message.eventId}`);
  }
}

// Usage
const wsClient = new EventBookingWebSocket('ws://localhost:3000', 'your-jwt-token');
wsClient.connect();
wsClient.subscribeToEvent(123);

// What is typed is done, as at a console: the two calls above come before the connection is open, so nothing of them is sent.
createInterface({ input: process.stdin }).on('line', (line) => eval(line));
