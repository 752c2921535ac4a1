#include "runtime/ops/methods.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.pb.h"
#include "lotse/type/v1alpha/annotations.pb.h"

namespace lotse::ops {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::ServiceDescriptor;
using ::testing::HasSubstr;
using ::testing::Not;

// A service of one file for each test, made from its methods in text format.
class MethodsTest : public ::testing::Test {
 protected:
  MethodsTest() : pool_(google::protobuf::DescriptorPool::generated_pool()) {
    EXPECT_EQ(pipe(ends_), 0);
  }
  ~MethodsTest() override { close(ends_[0]); }

  const ServiceDescriptor* Service(const std::string& methods) {
    google::protobuf::FileDescriptorProto file;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        absl::StrCat("name: 't.proto' package: 't' message_type { name: 'A' } "
                     "message_type { name: 'B' } message_type { name: 'C' } service { name: 'S' ",
                     methods, "}"),
        &file));
    for (auto& method : *file.mutable_service(0)->mutable_method()) {
      if (method.name() == "Unguarded") continue;
      method.mutable_options()->SetExtension(type::v1alpha::permission,
                                             type::v1alpha::PERMISSION_BLOB_READ);
    }
    const auto* built = pool_.BuildFile(file);
    EXPECT_NE(built, nullptr);
    return built->service(0);
  }
  const Descriptor* Message(const char* name) { return pool_.FindMessageTypeByName(name); }

  std::string Scrape() { return prometheus::TextSerializer().Serialize(registry_.Collect()); }
  std::string Logged() {
    close(ends_[1]);
    std::string out(1 << 16, '\0');
    out.resize(std::max<ssize_t>(read(ends_[0], out.data(), out.size()), 0));
    return out;
  }

  google::protobuf::DescriptorPool pool_;
  prometheus::Registry registry_;
  int ends_[2];
};

TEST_F(MethodsTest, AllSeriesAreThereFromTheStart) {
  const auto* service = Service(
      "method { name: 'Get' input_type: 'A' output_type: 'A' } "
      "method { name: 'Watch' input_type: 'B' output_type: 'A' server_streaming: true } "
      "method { name: 'Send' input_type: 'C' output_type: 'A' client_streaming: true }");
  const auto methods = Methods::Make({service}, {}, &registry_);
  ASSERT_TRUE(methods.ok()) << methods.status();
  const std::string scrape = Scrape();
  const std::pair<const char*, const char*> types[] = {
      {"Get", "unary"}, {"Watch", "server_stream"}, {"Send", "client_stream"}};
  for (const auto& [method, type] : types) {
    const std::string labels =
        absl::StrCat("grpc_method=\"", method, "\",grpc_service=\"t.S\",grpc_type=\"", type, "\"");
    EXPECT_THAT(scrape, HasSubstr(absl::StrCat("grpc_server_started_total{", labels, "} 0")));
    for (const char* code : {"OK", "Internal", "Unauthenticated"}) {
      EXPECT_THAT(scrape, HasSubstr(absl::StrCat("grpc_server_handled_total{grpc_code=\"", code,
                                                 "\",", labels, "} 0")));
    }
    EXPECT_THAT(scrape, HasSubstr(absl::StrCat("grpc_server_handling_seconds_count{", labels)));
    for (const char* name : {"grpc_server_msg_received_total", "grpc_server_msg_sent_total"}) {
      const std::string series = absl::StrCat(name, "{", labels, "} 0");
      if (std::string(type) == "unary") {
        EXPECT_THAT(scrape, Not(HasSubstr(series)));
      } else {
        EXPECT_THAT(scrape, HasSubstr(series));
      }
    }
  }
  EXPECT_EQ(methods->Of(Message("t.B")).permission, type::v1alpha::PERMISSION_BLOB_READ);
}

TEST_F(MethodsTest, AMethodWithoutPermissionIsRefused) {
  const auto* service = Service(
      "method { name: 'Get' input_type: 'A' output_type: 'A' } "
      "method { name: 'Unguarded' input_type: 'B' output_type: 'A' }");
  const auto methods = Methods::Make({service}, {}, &registry_);
  EXPECT_EQ(methods.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(methods.status().message()), HasSubstr("t.S.Unguarded"));
}

TEST_F(MethodsTest, ASharedRequestIsRefused) {
  const auto* service = Service(
      "method { name: 'Get' input_type: 'A' output_type: 'A' } "
      "method { name: 'Take' input_type: 'A' output_type: 'A' }");
  const auto methods = Methods::Make({service}, {}, &registry_);
  EXPECT_THAT(std::string(methods.status().message()), HasSubstr("t.S.Take"));
}

TEST_F(MethodsTest, AnUnknownServiceIsRefused) {
  EXPECT_FALSE(Methods::Make({nullptr}, {}, &registry_).ok());
}

TEST_F(MethodsTest, AnEndIsCountedAndLogged) {
  const auto* service = Service(
      "method { name: 'Get' input_type: 'A' output_type: 'A' } "
      "method { name: 'Answer' input_type: 'B' output_type: 'A' }");
  {
    Log log("s", ends_[1]);
    const auto methods = Methods::Make({service}, {Message("t.B")}, &registry_);
    ASSERT_TRUE(methods.ok()) << methods.status();
    const Method& get = methods->Of(Message("t.A"));
    get.End(absl::StatusCode::kOk, "", absl::Microseconds(700), &log);
    get.End(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND", absl::Seconds(1), &log);
    const Method& answer = methods->Of(Message("t.B"));
    answer.End(absl::StatusCode::kOk, "", absl::Seconds(1), &log);
    answer.End(absl::StatusCode::kAborted, "ETAG_MISMATCH", absl::Seconds(1), &log);
  }
  const std::string scrape = Scrape();
  for (const char* series :
       {"handled_total{grpc_code=\"OK\",grpc_method=\"Get\",grpc_service=\"t.S\","
        "grpc_type=\"unary\"} 1",
        "handled_total{grpc_code=\"NotFound\",grpc_method=\"Get\",grpc_service=\"t.S\","
        "grpc_type=\"unary\"} 1",
        "handling_seconds_sum{grpc_method=\"Get\",grpc_service=\"t.S\",grpc_type=\"unary\"} "
        "1.0007",
        "lotse_call_errors_total{reason=\"RESOURCE_NOT_FOUND\"} 1",
        "lotse_call_errors_total{reason=\"ETAG_MISMATCH\"} 1",
        "lotse_call_errors_total{reason=\"OVERLOADED\"} 0"}) {
    EXPECT_THAT(scrape, HasSubstr(series));
  }
  const std::string logged = Logged();
  EXPECT_THAT(logged, HasSubstr(R"("event":"call","request":"t.A","code":"OK","reason":"",)"
                                R"("duration_us":700})"));
  EXPECT_THAT(logged, HasSubstr(R"("code":"NOT_FOUND","reason":"RESOURCE_NOT_FOUND",)"));
  EXPECT_THAT(logged, Not(HasSubstr(R"("request":"t.B","code":"OK")")));
  EXPECT_THAT(logged, HasSubstr(R"("request":"t.B","code":"ABORTED")"));
}

TEST_F(MethodsTest, IncidentsHaveIdsOfTheirOwn) {
  std::string first, second;
  {
    Log log("s", ends_[1]);
    first = LogIncident("a fault", &log);
    second = LogIncident("a fault", &log);
  }
  EXPECT_EQ(first.size(), 16);
  EXPECT_NE(first, second);
  EXPECT_THAT(Logged(), HasSubstr(absl::StrCat("\"event\":\"incident\",\"incident\":\"", first,
                                               "\",\"what\":\"a fault\"}")));
}

}  // namespace
}  // namespace lotse::ops
