#pragma once

#include "lotse/survey/v1alpha/study_analysis_service.grpc.pb.h"
#include "services/survey/api/coding_service.h"
#include "services/survey/app/study_analysis.h"

// The gRPC methods that find and count what was coded, as services.h.
namespace lotse::survey {

class StudyAnalysisService final : public v1alpha::StudyAnalysisService::CallbackService {
  using Context = resource::Api::Context;
  using Reactor = resource::Api::Reactor;

 public:
  StudyAnalysisService(const resource::Api* api, qualitative::StudyStore* studies)
      : api_(api, studies) {}

  Reactor* FindSegments(Context* c, const v1alpha::FindSegmentsRequest* q,
                        v1alpha::FindSegmentsResponse* r) override {
    return api_.Run(c, q, r, &survey::FindSegments);
  }
  Reactor* FindKeyword(Context* c, const v1alpha::FindKeywordRequest* q,
                       v1alpha::FindKeywordResponse* r) override {
    return api_.Run(c, q, r, &survey::FindKeyword);
  }
  Reactor* CountCodes(Context* c, const v1alpha::CountCodesRequest* q,
                      v1alpha::CountCodesResponse* r) override {
    return api_.Run(c, q, r, &survey::CountCodes);
  }
  Reactor* CountCoOccurrence(Context* c, const v1alpha::CountCoOccurrenceRequest* q,
                             v1alpha::CountCoOccurrenceResponse* r) override {
    return api_.Run(c, q, r, &survey::CountCoOccurrence);
  }
  Reactor* MeasureAgreement(Context* c, const v1alpha::MeasureAgreementRequest* q,
                            v1alpha::MeasureAgreementResponse* r) override {
    return api_.Run(c, q, r, &survey::MeasureAgreement);
  }
  Reactor* TabulateThemes(Context* c, const v1alpha::TabulateThemesRequest* q,
                          v1alpha::TabulateThemesResponse* r) override {
    return api_.Run(c, q, r, &survey::TabulateThemes);
  }

 private:
  const MaterialApi api_;
};

}  // namespace lotse::survey
