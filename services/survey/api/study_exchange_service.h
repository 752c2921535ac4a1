#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>

#include "lotse/survey/v1alpha/study_exchange_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "services/survey/qualitative/material/study_store.h"

namespace lotse::survey {

// What the streams of StudyExchangeService have in common. Each holds a whole file, so there are
// few at once.
struct StudyExchanges {
  static constexpr int kMostAtOnce = 2;
  // So long a stream waits for a message, or for who takes one.
  static constexpr absl::Duration kMostStandstill = absl::Seconds(60);

  StudyExchanges(const resource::Api* with_api, qualitative::StudyStore* with_studies);

  const resource::Api& api;
  qualitative::StudyStore& studies;
  // ImportStudy, with the fields of its head.
  const schema::Method import_method;
  std::atomic<int> running = 0;
};

// The gRPC methods of files of qualitative material, as services.h.
class StudyExchangeService final : public v1alpha::StudyExchangeService::CallbackService {
 public:
  // Both outlive it.
  StudyExchangeService(const resource::Api* api, qualitative::StudyStore* studies)
      : exchanges_(api, studies) {}

  grpc::ServerWriteReactor<v1alpha::ExportStudyResponse>* ExportStudy(
      grpc::CallbackServerContext* context, const v1alpha::ExportStudyRequest* request) override;
  grpc::ServerReadReactor<v1alpha::ImportStudyRequest>* ImportStudy(
      grpc::CallbackServerContext* context, v1alpha::ImportStudyResponse* reply) override;

 private:
  StudyExchanges exchanges_;
};

}  // namespace lotse::survey
