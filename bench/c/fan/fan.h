/* What the parts of fan share: what is asked for, who is connected, and what has reached whom. */
#pragma once
#include <stdint.h>

/* What is asked for (fan.c). */
extern int port, wanted;
extern const char *path, *first, *change;

/* The connections (connections.c). */
extern int open_count, dead_count;
void prepare(void);
void connect_all(void);
void pump(double seconds);
void pump_for(double seconds);
void make_change(void);

/* The changes (changes.c): `completed` of them have reached everybody. */
extern uint64_t deliveries, completed;
void keep_figures(void);
void count_cpu_of(int pid);
void on_stamp(uint64_t stamp, uint64_t number, uint64_t at);
void record(void);
void report(const char *phase, double parameter);

/* The clock (changes.c). */
uint64_t now_ns(void);
double now(void);
