#pragma once

#include "lotse/survey/v1alpha/analysis_service.grpc.pb.h"
#include "lotse/survey/v1alpha/instrument_service.grpc.pb.h"
#include "lotse/survey/v1alpha/response_service.grpc.pb.h"
#include "lotse/survey/v1alpha/survey_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "services/survey/app/use_cases.h"

// The gRPC methods of lotse-survey, each bound to its use case.
namespace lotse::survey {

using Api = resource::Api<Session>;
using Context = Api::Context;
using Reactor = Api::Reactor;

class InstrumentService final : public v1alpha::InstrumentService::CallbackService {
 public:
  InstrumentService(Api api, rpc::Shell* shell, resource::Store* store)
      : api_(std::move(api)), shell_(shell), store_(store) {}

  Reactor* GetInstrument(Context* c, const v1alpha::GetInstrumentRequest* q,
                         v1alpha::Instrument* r) override {
    return api_.Read(c, q, r, &survey::GetInstrument);
  }
  Reactor* ListInstruments(Context* c, const v1alpha::ListInstrumentsRequest* q,
                           v1alpha::ListInstrumentsResponse* r) override {
    return api_.Read(c, q, r, &survey::ListInstruments);
  }
  Reactor* CreateInstrument(Context* c, const v1alpha::CreateInstrumentRequest* q,
                            v1alpha::Instrument* r) override {
    return api_.Write(c, q, r, &survey::CreateInstrument);
  }
  Reactor* ImportInstrument(Context* c, const v1alpha::ImportInstrumentRequest* q,
                            v1alpha::ImportInstrumentResponse* r) override {
    return shell_->Run(c, *q, [this, q, r] { return survey::ImportInstrument(*store_, *q, r); });
  }

 private:
  const Api api_;
  rpc::Shell* const shell_;
  resource::Store* const store_;
};

class SurveyService final : public v1alpha::SurveyService::CallbackService {
 public:
  explicit SurveyService(Api api) : api_(std::move(api)) {}

  Reactor* GetSurvey(Context* c, const v1alpha::GetSurveyRequest* q, v1alpha::Survey* r) override {
    return api_.Read(c, q, r, &survey::GetSurvey);
  }
  Reactor* ListSurveys(Context* c, const v1alpha::ListSurveysRequest* q,
                       v1alpha::ListSurveysResponse* r) override {
    return api_.Read(c, q, r, &survey::ListSurveys);
  }
  Reactor* CreateSurvey(Context* c, const v1alpha::CreateSurveyRequest* q,
                        v1alpha::Survey* r) override {
    return api_.Write(c, q, r, &survey::CreateSurvey);
  }
  Reactor* GetWave(Context* c, const v1alpha::GetWaveRequest* q, v1alpha::Wave* r) override {
    return api_.Read(c, q, r, &survey::GetWave);
  }
  Reactor* ListWaves(Context* c, const v1alpha::ListWavesRequest* q,
                     v1alpha::ListWavesResponse* r) override {
    return api_.Read(c, q, r, &survey::ListWaves);
  }
  Reactor* CreateWave(Context* c, const v1alpha::CreateWaveRequest* q, v1alpha::Wave* r) override {
    return api_.Write(c, q, r, &survey::CreateWave);
  }
  Reactor* OpenWave(Context* c, const v1alpha::OpenWaveRequest* q, v1alpha::Wave* r) override {
    return api_.Write(c, q, r, &survey::OpenWave);
  }
  Reactor* CloseWave(Context* c, const v1alpha::CloseWaveRequest* q, v1alpha::Wave* r) override {
    return api_.Write(c, q, r, &survey::CloseWave);
  }

 private:
  const Api api_;
};

class ResponseService final : public v1alpha::ResponseService::CallbackService {
 public:
  explicit ResponseService(Api api) : api_(std::move(api)) {}

  Reactor* SubmitResponse(Context* c, const v1alpha::SubmitResponseRequest* q,
                          v1alpha::SubmitResponseResponse* r) override {
    return api_.Write(c, q, r, &survey::SubmitResponse);
  }

 private:
  const Api api_;
};

class AnalysisService final : public v1alpha::AnalysisService::CallbackService {
 public:
  AnalysisService(rpc::Shell* shell, resource::Store* store, ResponseStore* responses)
      : shell_(shell), store_(store), responses_(responses) {}

  Reactor* TabulateWave(Context* c, const v1alpha::TabulateWaveRequest* q,
                        v1alpha::TabulateWaveResponse* r) override {
    return shell_->Run(c, *q,
                       [this, q, r] { return survey::TabulateWave(*store_, *responses_, *q, r); });
  }

 private:
  rpc::Shell* const shell_;
  resource::Store* const store_;
  ResponseStore* const responses_;
};

}  // namespace lotse::survey
