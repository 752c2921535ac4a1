// The resource kernel beside what it stands on: a Get beside an echo, a Create
// beside a bare program with the same statements, lists of a thousand and of a
// million, an index beside a scan, and a long log.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/time/clock.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "lotse/type/v1alpha/blob.pb.h"
#include "runtime/history/states.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/request.h"
#include "tests/perf/bare_create.h"
#include "tests/perf/disk.h"
#include "tests/perf/kernel_server.h"
#include "tests/perf/load.h"
#include "tests/perf/rows.h"

namespace lotse::perf {
namespace {

using engagement::v1alpha::CreateProgrammeRequest;
using engagement::v1alpha::GetProgrammeRequest;
using engagement::v1alpha::ListProgrammesRequest;
using engagement::v1alpha::ListProgrammesResponse;
using engagement::v1alpha::Programme;

constexpr int kRuns = 5;
constexpr absl::Duration kDuration = absl::Seconds(1);
constexpr int kCreates = 6400;
constexpr int kInFlight = 64;
constexpr int kFew = 1000;
// Enough that a page of those that fit a filter can be full.
constexpr int kFewListed = 10000;
constexpr int kMany = 1000000;
constexpr int kLogEntries = 10000;
constexpr int kLoggedResources = 500;
// As long as those that an identity provider gives out.
constexpr size_t kTokenBytes = 900;

double Middle(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void Require(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "bench_kernel: %s\n", std::string(status.message()).c_str());
  std::exit(1);
}

LoadResult Gets(const std::string& address, int in_flight) {
  return RunGets(address, grpc::InsecureChannelCredentials(), std::string(kTokenBytes, 't'),
                 in_flight, kDuration);
}

// Creates through the store without gRPC, kInFlight waiting at any time.
double CreatesPerSecond(resource::Kernel& kernel, const std::string& prefix) {
  const auto& method = kernel.store->schema().MethodOf(CreateProgrammeRequest::descriptor());
  absl::BlockingCounter running(kInFlight);
  std::atomic<int> next = 0;
  std::function<void()> start = [&] {
    const int number = next++;
    if (number >= kCreates) {
      running.DecrementCount();
      return;
    }
    auto request = std::make_shared<CreateProgrammeRequest>();
    request->set_programme_id(absl::StrFormat("%s%07d", prefix, number));
    *request->mutable_programme() = SampleProgramme();
    kernel.store->Write(
        {}, {"local", "", ""},
        [&, request](resource::Tx& tx) -> absl::StatusOr<resource::Store::Fate> {
          Programme reply;
          absl::Status status = kernel.standard.Run(tx, method, *request, &reply);
          if (!status.ok()) return status;
          return resource::Store::Fate::kKeep;
        },
        [&](const absl::Status& status) {
          Require(status);
          start();
        });
  };
  const absl::Time begin = absl::Now();
  for (int i = 0; i < kInFlight; ++i) start();
  running.Wait();
  return kCreates / absl::ToDoubleSeconds(absl::Now() - begin);
}

void MeasureGet(const Rows& rows, const KernelServer& server) {
  rows.Note(absl::StrCat("GetProgramme, ", SampleProgramme().ByteSizeLong(),
                         " bytes, with a token of ", kTokenBytes,
                         " bytes; client and server in one process; medians of ", kRuns,
                         " runs of 1 s; ratio to the echo"));
  Gets(server.address(), 16);
  for (const int in_flight : {1, 16, 64}) {
    std::vector<LoadResult> echo, get;
    for (int run = 0; run < kRuns; ++run) {
      echo.push_back(Gets(server.echo_address(), in_flight));
      get.push_back(Gets(server.address(), in_flight));
    }
    const LoadResult floor = Median(std::move(echo)), found = Median(std::move(get));
    const std::string tail = absl::StrCat(", ", in_flight, " in flight");
    const double limit = 0.7 * floor.per_second;
    rows.Print({"echo" + tail, floor.per_second, "calls/s", {}, {}});
    rows.Print(
        {"Get" + tail, found.per_second, "calls/s", limit, found.per_second / floor.per_second});
    rows.Print({"Get refused" + tail, static_cast<double>(found.failed), "calls", 0, {}});
  }
}

// Without gRPC, on one thread: what the kernel itself takes.
void MeasureGetInProcess(const Rows& rows, resource::Kernel& kernel) {
  constexpr int kCalls = 100000;
  const auto& method = kernel.store->schema().MethodOf(GetProgrammeRequest::descriptor());
  GetProgrammeRequest request;
  Programme reply;
  const absl::Time start = absl::Now();
  for (int i = 0; i < kCalls; ++i) {
    request.set_name(absl::StrFormat("programmes/p%07d", i % kFew));
    Require(rpc::InvalidFields(schema::CheckRequest(method, request)));
    Require(kernel.store->Read(
        {}, [&](resource::Tx& tx) { return kernel.standard.Run(tx, method, request, &reply); }));
  }
  rows.Print(
      {"Get in process", 1e6 * absl::ToDoubleSeconds(absl::Now() - start) / kCalls, "µs", {}, {}});
}

void MeasureCreate(const Rows& rows, KernelServer& server, const std::string& folder) {
  rows.Note(absl::StrCat("CreateProgramme in process, ", kInFlight,
                         " waiting, each on disk before it is answered; ratio to a bare program "
                         "with the same statements and groups of ",
                         kInFlight));
  std::vector<double> bare, create, syncs;
  for (int run = 0; run < kRuns; ++run) {
    syncs.push_back(SyncsPerSecond(folder, kDuration / 4));
    bare.push_back(
        BareCreatesPerSecond(absl::StrCat(folder, "/bare", run, ".db"), kCreates, kInFlight));
    create.push_back(CreatesPerSecond(server.kernel(), absl::StrCat(std::string(1, 'a' + run))));
  }
  rows.Print({"syncs of the disk", Middle(syncs), "syncs/s", {}, {}});
  rows.Print({"bare create", Middle(bare), "rows/s", {}, {}});
  rows.Print(
      {"Create", Middle(create), "rows/s", 0.5 * Middle(bare), Middle(create) / Middle(bare)});
}

// Milliseconds of a page of 50.
double ListMs(resource::Kernel& kernel, const std::string& filter) {
  const auto& method = kernel.store->schema().MethodOf(ListProgrammesRequest::descriptor());
  ListProgrammesRequest request;
  request.set_filter(filter);
  std::vector<double> runs;
  for (int run = 0; run < 51; ++run) {
    ListProgrammesResponse response;
    const absl::Time start = absl::Now();
    Require(kernel.store->Read(
        [&](resource::Tx& tx) { return kernel.standard.Run(tx, method, request, &response); }));
    runs.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
    if (response.programmes_size() != 50) Require(absl::InternalError("a page is not full"));
  }
  return Middle(runs);
}

void MeasureLists(const Rows& rows, const std::string& folder) {
  rows.Note(
      "ListProgrammes in process, pages of 50; medians of 51; one in a hundred fits the "
      "filter");
  double few = 0;
  for (const int count : {kFew, kFewListed, kMany}) {
    const std::string data = absl::StrCat(folder, "/list", count);
    KernelServer::Fill(data, count);
    KernelServer server(data);
    const double page = ListMs(server.kernel(), "");
    const std::string tail = absl::StrCat(", ", count, " rows");
    if (few == 0) few = page;
    rows.Print({"page of 50" + tail, page, "ms", {}, page / few});
    if (count == kFew) continue;
    const double scan = ListMs(server.kernel(), "short_name = selten");
    const double index = ListMs(server.kernel(), "start_date = 2026-01-02");
    rows.Print({"filter by a scan" + tail, scan, "ms", {}, {}});
    rows.Print({"filter by an index" + tail, index, "ms", scan / 5, index / scan});
  }
}

// A log of one owner, of many resources that changed many times each.
void MakeLog(resource::Store& store, const std::string& owner) {
  Require(store.WriteAndWait({"local", "", ""}, [&](resource::Tx& tx) {
    Programme programme = SampleProgramme();
    programme.set_name(owner);
    absl::Status status = tx.Create(&programme);
    for (int i = 1; status.ok() && i < kLogEntries; ++i) {
      type::v1alpha::Blob blob;
      blob.set_name(absl::StrCat(owner, "/blobs/b", i % kLoggedResources));
      blob.set_file_name(absl::StrCat("Protokoll ", i, ".pdf"));
      blob.set_media_type("application/pdf");
      status = i <= kLoggedResources ? tx.Create(&blob) : tx.Save("UPDATE", "", &blob);
    }
    return status;
  }));
}

void MeasureLog(const Rows& rows, KernelServer& server) {
  const std::string owner = "programmes/log";
  resource::Store& store = *server.kernel().store;
  MakeLog(store, owner);
  std::vector<double> runs;
  for (int run = 0; run < 21; ++run) {
    size_t found = 0;
    const absl::Time start = absl::Now();
    Require(store.Read([&](resource::Tx& tx) {
      for (const auto& [name, sequence] : history::StateAt(tx.connection(), owner, kLogEntries)) {
        sql::Query content = tx.connection().Prepare("ContentOf");
        Require(content.Bind(1, owner).Bind(2, sequence).Next()
                    ? absl::OkStatus()
                    : absl::InternalError("an entry has no content"));
        const auto* kind = tx.schema().KindOfName(name);
        const std::unique_ptr<google::protobuf::Message> resource(kind->prototype->New());
        found += resource->ParseFromString(content.Text(0));
      }
      return absl::OkStatus();
    }));
    runs.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
    if (found != kLoggedResources + 1) Require(absl::InternalError("the state is not whole"));
  }
  rows.Print({absl::StrCat("state from a log of ", kLogEntries), Middle(runs), "ms", 20, {}});
}

int Run(int argc, char** argv) {
  const Rows rows(argc, argv);
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  char folder[] = "/tmp/lotse-bench-XXXXXX";
  if (mkdtemp(folder) == nullptr) Require(absl::InternalError("no temporary folder"));
  {
    const std::string data = absl::StrCat(folder, "/data");
    KernelServer::Fill(data, kFew);
    KernelServer server(data);
    MeasureGet(rows, server);
    MeasureGetInProcess(rows, server.kernel());
    rows.Print({"metrics and log of a call", 1e6 * server.SecondsOfMetricsAndLog(), "µs", {}, {}});
    MeasureCreate(rows, server, folder);
    MeasureLog(rows, server);
  }
  MeasureLists(rows, folder);
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace lotse::perf

int main(int argc, char** argv) { return lotse::perf::Run(argc, argv); }
