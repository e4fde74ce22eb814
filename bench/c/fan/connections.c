/* The connections: each asks for a WebSocket, reads frames, and answers pings. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "fan.h"

enum state { CONNECTING, ASKED, OPEN, DEAD };
enum { TEXT = 1, CLOSE = 8, PING = 9, PONG = 10 };

typedef struct {
    int fd;
    enum state state;
    unsigned char *rest; /* of a frame that is not complete yet */
    int rest_size, rest_capacity;
} connection;

int open_count, dead_count;
static connection *connections;
static int poller, started, opening;
static char request[1024];
static int request_size;

static void send_frame(connection *c, int opcode, const unsigned char *body, int size) {
    static const unsigned char mask[4] = {1, 2, 3, 4};
    unsigned char out[2 + 4 + 125];
    if (size > 125) size = 125;
    out[0] = 0x80 | opcode;
    out[1] = 0x80 | size;
    memcpy(out + 2, mask, 4);
    for (int i = 0; i < size; i++) out[6 + i] = body[i] ^ mask[i & 3];
    send(c->fd, out, 6 + size, MSG_NOSIGNAL);
}

static void send_text(connection *c, const char *text) { send_frame(c, TEXT, (const unsigned char *)text, strlen(text)); }

static uint64_t digits(const unsigned char **p, const unsigned char *end) {
    uint64_t value = 0;
    while (*p < end && **p >= '0' && **p <= '9') value = value * 10 + (*(*p)++ - '0');
    return value;
}

static void on_text(connection *c, const unsigned char *p, int size, uint64_t at) {
    const unsigned char *end = p + size;
    if (size == 1 && *p == '2') { /* Engine.IO's ping */
        send_text(c, "3");
        return;
    }
    while ((p = memmem(p, end - p, "t=", 2))) {
        p += 2;
        uint64_t stamp = digits(&p, end);
        if (stamp && end - p > 3 && !memcmp(p, " n=", 3)) {
            p += 3;
            on_stamp(stamp, digits(&p, end), at);
        }
    }
}

static void dead(connection *c) {
    if (c->state == DEAD) return;
    if (c->state == OPEN) open_count--;
    else opening--;
    c->state = DEAD;
    dead_count++;
    close(c->fd);
}

/* The 101; gives how many bytes it took, or 0 when it is not all here. */
static int on_head(connection *c, unsigned char *b, int size) {
    unsigned char *end = memmem(b, size, "\r\n\r\n", 4);
    if (!end) return 0;
    if (memcmp(b, "HTTP/1.1 101", 12)) {
        fprintf(stderr, "refused: %.*s\n", (int)(end - b), b);
        dead(c);
        return size;
    }
    c->state = OPEN;
    open_count++;
    opening--;
    if (first) send_text(c, first);
    return end + 4 - b;
}

/* Gives how many bytes were whole. */
static int consume(connection *c, unsigned char *b, int size, uint64_t at) {
    int done = 0;
    if (c->state == ASKED && !(done = on_head(c, b, size))) return 0;
    while (c->state == OPEN && size - done >= 2) {
        int opcode = b[done] & 15, head = 2;
        uint64_t length = b[done + 1] & 127;
        if (length == 126) {
            if (size - done < 4) break;
            length = b[done + 2] << 8 | b[done + 3];
            head = 4;
        } else if (length == 127) {
            if (size - done < 10) break;
            length = 0;
            for (int i = 0; i < 8; i++) length = length << 8 | b[done + 2 + i];
            head = 10;
        }
        if ((uint64_t)(size - done) < head + length) break;
        if (opcode == TEXT) on_text(c, b + done + head, length, at);
        else if (opcode == PING) send_frame(c, PONG, b + done + head, length);
        else if (opcode == CLOSE) dead(c);
        done += head + length;
    }
    return done;
}

static void readable(connection *c) {
    static unsigned char input[1 << 21];
    int before = c->rest_size;
    if (before) memcpy(input, c->rest, before);
    int got = recv(c->fd, input + before, 65536, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        dead(c);
        return;
    }
    int size = before + got, done = consume(c, input, size, now_ns());
    c->rest_size = c->state == DEAD ? 0 : size - done;
    if (c->rest_size > c->rest_capacity) {
        c->rest_capacity = c->rest_size + 512;
        c->rest = realloc(c->rest, c->rest_capacity);
    }
    if (c->rest_size) memcpy(c->rest, input + done, c->rest_size);
}

static void start_one(void) {
    connection *c = &connections[started++];
    int one = 1;
    struct linger at_once = {1, 0}; /* or thousands stay in TIME_WAIT after each run */
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = c};
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (c->fd < 0) {
        perror("socket");
        exit(1);
    }
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    opening++;
    if (connect(c->fd, (void *)&to, sizeof to) < 0 && errno != EINPROGRESS) {
        dead(c);
        return;
    }
    epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &event);
}

static void writable(connection *c) {
    int error = 0;
    socklen_t size = sizeof error;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error || send(c->fd, request, request_size, MSG_NOSIGNAL) != request_size) {
        dead(c);
        return;
    }
    c->state = ASKED;
    epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &event);
}

/* Handle what there is, waiting for it as long as this. */
void pump(double seconds) {
    static struct epoll_event events[1024];
    struct timespec wait = {(time_t)seconds, (long)((seconds - (time_t)seconds) * 1e9)};
    int count = epoll_pwait2(poller, events, 1024, &wait, NULL);
    for (int i = 0; i < count; i++) {
        connection *c = events[i].data.ptr;
        if (c->state == CONNECTING) writable(c);
        else if (c->state != DEAD) readable(c);
    }
}

void pump_for(double seconds) {
    for (double end = now() + seconds; now() < end;) pump(0.02);
}

void make_change(void) {
    for (int i = 0; i < wanted; i++)
        if (connections[i].state == OPEN) {
            send_text(&connections[i], change);
            return;
        }
}

void prepare(void) {
    connections = calloc(wanted, sizeof *connections);
    poller = epoll_create1(0);
    request_size = snprintf(request, sizeof request,
                            "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
                            path, port);
}

void connect_all(void) {
    double start = now();
    while (open_count + dead_count < wanted && now() - start < 60) {
        while (started < wanted && opening < 64) start_one();
        pump(0.1);
    }
    printf("{\"phase\": \"connected\", \"open\": %d, \"dead\": %d, \"seconds\": %.3f}\n", open_count, dead_count, now() - start);
    fflush(stdout);
}
