#include "tests/perf/kernel_server.h"

#include <fcntl.h>
#include <grpcpp/grpcpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "lotse/type/v1alpha/blob_service.pb.h"
#include "runtime/ops/log.h"
#include "runtime/ops/methods.h"
#include "services/engagement/api/services.h"
#include "services/engagement/app/rules.h"
#include "services/engagement/app/service_names.h"

namespace lotse::perf {
namespace {

using engagement::v1alpha::GetProgrammeRequest;
using engagement::v1alpha::Programme;

constexpr char kService[] = "lotse.engagement.v1alpha.ProgrammeService";

const google::protobuf::ServiceDescriptor* Service() {
  return google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(kService);
}

// Named by one of its messages, so that it is linked in.
std::string BlobService() {
  return type::v1alpha::GetBlobRequest::descriptor()->file()->service(0)->full_name();
}

class Echo final : public engagement::v1alpha::ProgrammeService::CallbackService {
 public:
  grpc::ServerUnaryReactor* GetProgramme(grpc::CallbackServerContext* context,
                                         const GetProgrammeRequest* request,
                                         Programme* reply) override {
    *reply = programme_;
    reply->set_name(request->name());
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const Programme programme_ = SampleProgramme();
};

std::unique_ptr<grpc::Server> Serve(grpc::Service* service,
                                    const std::shared_ptr<grpc::ServerCredentials>& credentials,
                                    std::string* address) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", credentials, &port);
  builder.RegisterService(service);
  auto server = builder.BuildAndStart();
  *address = absl::StrCat("127.0.0.1:", port);
  return server;
}

template <class T>
T OrEnd(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::fprintf(stderr, "bench: %s\n", std::string(value.status().message()).c_str());
  std::exit(1);
}

}  // namespace

Programme SampleProgramme() {
  Programme programme;
  const auto text = [](absl::string_view german, absl::string_view english,
                       type::v1alpha::Text* out) {
    auto* variant = out->add_variants();
    variant->set_language("de");
    variant->set_text(std::string(german));
    variant = out->add_variants();
    variant->set_language("en");
    variant->set_text(std::string(english));
  };
  text("Vielfalt im Rathaus", "Diversity in the town hall", programme.mutable_title());
  programme.set_short_name("VIR");
  programme.mutable_start_date()->set_year(2026);
  programme.mutable_start_date()->set_month(1);
  programme.mutable_start_date()->set_day(1);
  *programme.mutable_end_date() = programme.start_date();
  programme.mutable_end_date()->set_year(2029);
  programme.set_engagement_months_limit(15);
  for (const char* funder : {"bund", "land-brandenburg", "stiftung"}) {
    auto* out = programme.add_funders();
    out->set_funder_id(funder);
    text(funder, funder, out->mutable_title());
  }
  return programme;
}

struct KernelServer::Impl {
  ops::Log log{"bench", open("/dev/null", O_WRONLY | O_CLOEXEC)};
  prometheus::Registry registry;
  std::unique_ptr<rpc::Shell> shell;
  std::unique_ptr<resource::Kernel> kernel;
  std::unique_ptr<engagement::ProgrammeService> programmes;
  Echo echo;
  std::unique_ptr<grpc::Server> server, echo_server;
  std::string address, echo_address;
};

KernelServer::KernelServer(const std::string& folder, const Options& served)
    : impl_(std::make_unique<Impl>()) {
  rpc::Shell::Options options;
  options.identify = served.identify;
  options.domain = "engagement.lotse";
  options.threads = 4;
  impl_->shell = std::make_unique<rpc::Shell>(
      options, OrEnd(ops::Methods::Make({Service()}, {}, &impl_->registry)), &impl_->registry,
      &impl_->log);
  // Programmes refer to other kinds, which have to be known.
  std::vector<std::string> services = engagement::ServiceNames();
  services.push_back(BlobService());
  impl_->kernel =
      OrEnd(resource::Kernel::Open(folder, "engagement.db", services, impl_->shell.get()));
  engagement::AddRules(&impl_->kernel->standard);
  impl_->programmes = std::make_unique<engagement::ProgrammeService>(&impl_->kernel->api);
  impl_->server = Serve(impl_->programmes.get(), served.credentials, &impl_->address);
  impl_->echo_server = Serve(&impl_->echo, served.credentials, &impl_->echo_address);
}

KernelServer::~KernelServer() {
  impl_->shell->Stop();
  impl_->echo_server->Shutdown();
  impl_->server->Shutdown();
}

resource::Kernel& KernelServer::kernel() { return *impl_->kernel; }
const std::string& KernelServer::address() const { return impl_->address; }
const std::string& KernelServer::echo_address() const { return impl_->echo_address; }

double KernelServer::SecondsOfMetricsAndLog() const {
  constexpr int kCalls = 200000;
  prometheus::Registry registry;
  const auto methods = OrEnd(ops::Methods::Make({Service()}, {}, &registry));
  const ops::Method& method = methods.Of(GetProgrammeRequest::descriptor());
  const absl::Time start = absl::Now();
  for (int i = 0; i < kCalls; ++i) {
    method.metrics.started->Increment();
    method.End(absl::StatusCode::kOk, "", absl::Microseconds(i % 1000), &impl_->log);
  }
  return absl::ToDoubleSeconds(absl::Now() - start) / kCalls;
}

void KernelServer::Fill(const std::string& folder, int count) {
  {
    const KernelServer made(folder);
  }
  const std::string database = folder + "/engagement.db";
  Programme programme = SampleProgramme();
  const std::string common = programme.SerializeAsString();
  programme.set_short_name("selten");
  programme.mutable_start_date()->set_day(2);
  const std::string rare = programme.SerializeAsString();
  sqlite3* handle = nullptr;
  sqlite3_open(database.c_str(), &handle);
  for (const char* sql :
       {"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1) "
        "INSERT INTO resource SELECT '', kind, format('programmes/p%07d', i), "
        "iif(i % 100 = 0, ?3, ?2), 1, 0 FROM n, kind WHERE type = 'engagement.lotse/Programme'",
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1) "
        "INSERT INTO field_index SELECT '', kind, 4, "
        "iif(i % 100 = 0, '2026-01-02', '2026-01-01'), format('programmes/p%07d', i), 0 "
        "FROM n, kind WHERE type = 'engagement.lotse/Programme'"}) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(handle, sql, -1, &statement, nullptr);
    sqlite3_bind_int(statement, 1, count);
    sqlite3_bind_blob(statement, 2, common.data(), static_cast<int>(common.size()), SQLITE_STATIC);
    sqlite3_bind_blob(statement, 3, rare.data(), static_cast<int>(rare.size()), SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_DONE) {
      std::fprintf(stderr, "bench: %s\n", sqlite3_errmsg(handle));
      std::exit(1);
    }
    sqlite3_finalize(statement);
  }
  sqlite3_close(handle);
}

LoadResult RunGets(const std::string& address,
                   const std::shared_ptr<grpc::ChannelCredentials>& credentials,
                   const std::string& token, int in_flight, absl::Duration duration) {
  using Stub = engagement::v1alpha::ProgrammeService::Stub;
  std::vector<std::shared_ptr<Stub>> stubs;
  for (int i = 0; i < std::min(in_flight, kMaxConnections); ++i) {
    stubs.push_back(std::make_shared<Stub>(Connect(address, credentials)));
  }
  const std::string authorization = absl::StrCat("Bearer ", token);
  return RunCalls(in_flight, duration, [&](int caller) -> StartCall {
    struct Messages {
      GetProgrammeRequest request;
      Programme response;
    };
    auto messages = std::make_shared<Messages>();
    messages->request.set_name(absl::StrFormat("programmes/p%07d", caller));
    return [stub = stubs[caller % stubs.size()], messages, authorization](
               grpc::ClientContext* context, std::function<void(const grpc::Status&)> done) {
      context->AddMetadata("authorization", authorization);
      stub->async()->GetProgramme(context, &messages->request, &messages->response,
                                  std::move(done));
    };
  });
}

}  // namespace lotse::perf
