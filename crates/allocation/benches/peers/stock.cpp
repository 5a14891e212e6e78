// LEMON's network simplex on the graphs of `allocation graph` and `allocation corpus`.
// usage: stock FILE RUNS    prints one JSON line a graph; RUNS 0: one run a graph, "weight fit" only
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

using namespace lemon;
using Simplex = NetworkSimplex<SmartDigraph, std::int64_t, std::int64_t>;

// Processor time, so that a busy machine changes little.
static double milliseconds() {
    timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static long peak_mb() {
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line))
        if (line.rfind("VmHWM:", 0) == 0) return std::atol(line.c_str() + 6) / 1024;
    return 0;
}

static bool answer(std::ifstream& file, int runs) {
    std::int64_t head[4];
    if (!file.read(reinterpret_cast<char*>(head), sizeof head)) return false;
    const auto [nodes, arcs, supply, unit] = head;
    double start = milliseconds();
    SmartDigraph graph;
    graph.reserveNode(nodes);
    graph.reserveArc(arcs);
    for (std::int64_t node = 0; node < nodes; ++node) graph.addNode();
    SmartDigraph::ArcMap<std::int64_t> capacity(graph), cost(graph);
    for (std::int64_t at = 0; at < arcs; ++at) {
        std::int64_t row[4];
        file.read(reinterpret_cast<char*>(row), sizeof row);
        auto arc = graph.addArc(graph.nodeFromId(row[0]), graph.nodeFromId(row[1]));
        capacity[arc] = row[2];
        cost[arc] = row[3];
    }
    Simplex simplex(graph);
    simplex.upperMap(capacity).costMap(cost);
    simplex.stSupply(graph.nodeFromId(0), graph.nodeFromId(nodes - 1), supply);
    const double built = milliseconds() - start;
    std::vector<double> times;
    do {
        start = milliseconds();
        if (simplex.run() != Simplex::OPTIMAL) std::abort();
        times.push_back(milliseconds() - start);
    } while (static_cast<int>(times.size()) < runs && times.front() < 10000);
    std::sort(times.begin(), times.end());
    const std::int64_t total = simplex.totalCost<std::int64_t>();
    const std::int64_t weight = (-total + unit - 1) / unit, fit = weight * unit + total;
    if (runs == 0)
        std::printf("%lld %lld\n", (long long)weight, (long long)fit);
    else
        std::printf("{\"ms\": %.4f, \"build_ms\": %.3f, \"w\": %lld, \"fit\": %lld, \"peak_mb\": %ld}\n",
                    times[times.size() / 2], built, (long long)weight, (long long)fit, peak_mb());
    return true;
}

int main(int, char** words) {
    std::ifstream file(words[1], std::ios::binary);
    while (answer(file, std::atoi(words[2]))) {}
}
