const io = require('socket.io-client');
const axios = require('axios');

async function testWebSocket() {
  // 1. Login to get token
  const loginResponse = await axios.post('http://localhost:3001/api/v1/auth/login', {
    email: 'test@example.com',
    password: 'Test123!'
  });

  const token = loginResponse.data.data.accessToken;
  console.log('✅ Got token');

  // 2. Connect to WebSocket
  const socket = io('http://localhost:3004', {
    auth: { token }
  });

  socket.on('connect', () => {
    console.log('✅ Connected to WebSocket');
  });

  socket.on('connected', (data) => {
    console.log('✅ Server confirmation:', data);
  });

  socket.on('booking:created', (message) => {
    console.log('📚 Booking created:', message);
  });

  socket.on('booking:confirmed', (message) => {
    console.log('✅ Booking confirmed:', message);
  });

  socket.on('booking:cancelled', (message) => {
    console.log('❌ Booking cancelled:', message);
  });

  // 3. Wait a bit for connection
  await new Promise(resolve => setTimeout(resolve, 2000));

  // 4. Create a booking (will trigger booking:created event)
  try {
    const bookingResponse = await axios.post(
      'http://localhost:3004/api/v1/bookings',
      {
        flightId: 'your-flight-id',
        cabinClass: 'ECONOMY',
        passengers: [{
          type: 'ADULT',
          title: 'Mr',
          firstName: 'John',
          lastName: 'Doe',
          dateOfBirth: '1990-01-01'
        }],
        contactInfo: {
          email: 'test@example.com',
          phone: '+1234567890'
        }
      },
      {
        headers: { Authorization: `Bearer ${token}` }
      }
    );

    console.log('📚 Booking created via API:', bookingResponse.data);
  } catch (error) {
    console.error('❌ Booking creation failed:', error.response?.data || error.message);
  }

  // Keep script running
  console.log('\n👂 Listening for events... (Press Ctrl+C to exit)');
}

testWebSocket().catch(console.error);
