#pragma once

#include "lotse/survey/v1alpha/analysis_service.grpc.pb.h"
#include "lotse/survey/v1alpha/consent_text_service.grpc.pb.h"
#include "lotse/survey/v1alpha/export_service.grpc.pb.h"
#include "lotse/survey/v1alpha/instrument_service.grpc.pb.h"
#include "lotse/survey/v1alpha/invitation_service.grpc.pb.h"
#include "lotse/survey/v1alpha/population_service.grpc.pb.h"
#include "lotse/survey/v1alpha/response_service.grpc.pb.h"
#include "lotse/survey/v1alpha/survey_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "services/survey/api/collection_watch.h"
#include "services/survey/api/export_stream.h"
#include "services/survey/api/submit_stream.h"
#include "services/survey/app/personal_use_cases.h"
#include "services/survey/app/use_cases.h"

// The gRPC methods of lotse-survey: each is bound to its standard method or use case.
namespace lotse::survey {

using resource::Api;
using Context = Api::Context;
using Reactor = Api::Reactor;

class InstrumentService final : public v1alpha::InstrumentService::CallbackService {
 public:
  explicit InstrumentService(const Api* api) : api_(*api) {}

  Reactor* GetInstrument(Context* c, const v1alpha::GetInstrumentRequest* q,
                         v1alpha::Instrument* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListInstruments(Context* c, const v1alpha::ListInstrumentsRequest* q,
                           v1alpha::ListInstrumentsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateInstrument(Context* c, const v1alpha::CreateInstrumentRequest* q,
                            v1alpha::Instrument* r) override {
    return api_.Write(c, q, r, &survey::CreateInstrument);
  }
  Reactor* UpdateInstrument(Context* c, const v1alpha::UpdateInstrumentRequest* q,
                            v1alpha::Instrument* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteInstrument(Context* c, const v1alpha::DeleteInstrumentRequest* q,
                            v1alpha::Instrument* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteInstrument(Context* c, const v1alpha::UndeleteInstrumentRequest* q,
                              v1alpha::Instrument* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ImportInstrument(Context* c, const v1alpha::ImportInstrumentRequest* q,
                            v1alpha::ImportInstrumentResponse* r) override {
    return api_.RunLong(c, q, [this, q, r](const resource::Cause& cause, absl::Time) {
      return survey::ImportInstrument(*api_.store(), cause, *q, r);
    });
  }
  Reactor* ExportInstrument(Context* c, const v1alpha::ExportInstrumentRequest* q,
                            v1alpha::ExportInstrumentResponse* r) override {
    return api_.Read(c, q, r, &survey::ExportInstrument);
  }
  Reactor* ValidateInstrument(Context* c, const v1alpha::ValidateInstrumentRequest* q,
                              v1alpha::ValidateInstrumentResponse* r) override {
    return api_.Read(c, q, r, &survey::ValidateInstrument);
  }
  Reactor* CompareInstruments(Context* c, const v1alpha::CompareInstrumentsRequest* q,
                              v1alpha::CompareInstrumentsResponse* r) override {
    return api_.Read(c, q, r, &survey::CompareInstruments);
  }
  Reactor* PublishInstrument(Context* c, const v1alpha::PublishInstrumentRequest* q,
                             v1alpha::PublishInstrumentResponse* r) override {
    return api_.Write(c, q, r, &survey::PublishInstrument);
  }
  Reactor* RetireInstrument(Context* c, const v1alpha::RetireInstrumentRequest* q,
                            v1alpha::Instrument* r) override {
    return api_.Write(c, q, r, &survey::RetireInstrument);
  }

 private:
  const Api& api_;
};

class SurveyService final : public v1alpha::SurveyService::CallbackService {
 public:
  SurveyService(const Api* api, ResponseStore* responses, InstrumentCache* cache)
      : api_(*api), responses_(responses), cache_(cache), collections_(api, responses) {}

  Reactor* GetSurvey(Context* c, const v1alpha::GetSurveyRequest* q, v1alpha::Survey* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListSurveys(Context* c, const v1alpha::ListSurveysRequest* q,
                       v1alpha::ListSurveysResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateSurvey(Context* c, const v1alpha::CreateSurveyRequest* q,
                        v1alpha::Survey* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateSurvey(Context* c, const v1alpha::UpdateSurveyRequest* q,
                        v1alpha::Survey* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteSurvey(Context* c, const v1alpha::DeleteSurveyRequest* q,
                        v1alpha::Survey* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteSurvey(Context* c, const v1alpha::UndeleteSurveyRequest* q,
                          v1alpha::Survey* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* GetWave(Context* c, const v1alpha::GetWaveRequest* q, v1alpha::Wave* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListWaves(Context* c, const v1alpha::ListWavesRequest* q,
                     v1alpha::ListWavesResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateWave(Context* c, const v1alpha::CreateWaveRequest* q, v1alpha::Wave* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateWave(Context* c, const v1alpha::UpdateWaveRequest* q, v1alpha::Wave* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteWave(Context* c, const v1alpha::DeleteWaveRequest* q, v1alpha::Wave* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteWave(Context* c, const v1alpha::UndeleteWaveRequest* q,
                        v1alpha::Wave* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ReleaseWave(Context* c, const v1alpha::ReleaseWaveRequest* q,
                       v1alpha::Wave* r) override {
    return api_.RunWrite(c, q, r, [this, q, r](Tx& tx) {
      return survey::ReleaseWave(tx, *responses_, *cache_, *q, r);
    });
  }
  Reactor* RevokeRelease(Context* c, const v1alpha::RevokeReleaseRequest* q,
                         v1alpha::Wave* r) override {
    return api_.RunWrite(
        c, q, r, [this, q, r](Tx& tx) { return survey::RevokeRelease(tx, *responses_, *q, r); });
  }
  Reactor* OpenWave(Context* c, const v1alpha::OpenWaveRequest* q, v1alpha::Wave* r) override {
    return api_.Write(c, q, r, &survey::OpenWave);
  }
  Reactor* ProlongWave(Context* c, const v1alpha::ProlongWaveRequest* q,
                       v1alpha::Wave* r) override {
    return api_.Write(c, q, r, &survey::ProlongWave);
  }
  Reactor* CloseWave(Context* c, const v1alpha::CloseWaveRequest* q, v1alpha::Wave* r) override {
    return api_.RunWrite(
        c, q, r, [this, q, r](Tx& tx) { return survey::CloseWave(tx, *responses_, *q, r); });
  }
  Reactor* GetCollectionReport(Context* c, const v1alpha::GetCollectionReportRequest* q,
                               v1alpha::GetCollectionReportResponse* r) override {
    return api_.RunPatient(
        c, q, [this, q, r](const resource::Cause& cause, const sql::Patience& patience) {
          return survey::GetCollectionReport(*api_.store(), *responses_, {cause, patience}, *q, r);
        });
  }
  grpc::ServerWriteReactor<v1alpha::WatchCollectionResponse>* WatchCollection(
      Context* c, const v1alpha::WatchCollectionRequest* q) override {
    return collections_.Watch(c, q);
  }
  Reactor* EraseAnswers(Context* c, const v1alpha::EraseAnswersRequest* q,
                        v1alpha::Wave* r) override {
    return api_.RunPatient(
        c, q, [this, q, r](const resource::Cause& cause, const sql::Patience& patience) {
          return survey::EraseAnswers(*api_.store(), *responses_, {cause, patience}, *q, r);
        });
  }
  Reactor* PurgeWave(Context* c, const v1alpha::PurgeWaveRequest* q, v1alpha::Wave* r) override {
    return api_.RunLong(c, q, [this, q, r](const resource::Cause& cause, absl::Time deadline) {
      return survey::PurgeWave(*api_.store(), *responses_, {cause, {deadline, nullptr}}, *q, r);
    });
  }

 private:
  const Api& api_;
  ResponseStore* const responses_;
  InstrumentCache* const cache_;
  CollectionWatch collections_;
};

class PopulationService final : public v1alpha::PopulationService::CallbackService {
 public:
  explicit PopulationService(const Api* api) : api_(*api) {}

  Reactor* GetPopulation(Context* c, const v1alpha::GetPopulationRequest* q,
                         v1alpha::Population* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListPopulations(Context* c, const v1alpha::ListPopulationsRequest* q,
                           v1alpha::ListPopulationsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreatePopulation(Context* c, const v1alpha::CreatePopulationRequest* q,
                            v1alpha::Population* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdatePopulation(Context* c, const v1alpha::UpdatePopulationRequest* q,
                            v1alpha::Population* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeletePopulation(Context* c, const v1alpha::DeletePopulationRequest* q,
                            v1alpha::Population* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeletePopulation(Context* c, const v1alpha::UndeletePopulationRequest* q,
                              v1alpha::Population* r) override {
    return api_.Run(c, q, r);
  }

 private:
  const Api& api_;
};

class ConsentTextService final : public v1alpha::ConsentTextService::CallbackService {
 public:
  explicit ConsentTextService(const Api* api) : api_(*api) {}

  Reactor* GetConsentText(Context* c, const v1alpha::GetConsentTextRequest* q,
                          v1alpha::ConsentText* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListConsentTexts(Context* c, const v1alpha::ListConsentTextsRequest* q,
                            v1alpha::ListConsentTextsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateConsentText(Context* c, const v1alpha::CreateConsentTextRequest* q,
                             v1alpha::ConsentText* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteConsentText(Context* c, const v1alpha::DeleteConsentTextRequest* q,
                             v1alpha::ConsentText* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteConsentText(Context* c, const v1alpha::UndeleteConsentTextRequest* q,
                               v1alpha::ConsentText* r) override {
    return api_.Run(c, q, r);
  }

 private:
  const Api& api_;
};

class ResponseService final : public v1alpha::ResponseService::CallbackService {
 public:
  ResponseService(const Api* api, ResponseStore* responses, InstrumentCache* instruments)
      : api_(*api), responses_(responses), instruments_(instruments) {}

  Reactor* SubmitResponse(Context* c, const v1alpha::SubmitResponseRequest* q,
                          v1alpha::SubmitResponseResponse* r) override {
    return api_.RunApart(c, q, [this, q, r](const std::shared_ptr<rpc::Call>& call) {
      survey::SubmitResponse(*api_.store(), *responses_, *instruments_, *q, SubmissionOf(call), r);
    });
  }
  Reactor* SaveAnswers(Context* c, const v1alpha::SaveAnswersRequest* q,
                       v1alpha::SaveAnswersResponse* r) override {
    return api_.RunApart(c, q, [this, q, r](const std::shared_ptr<rpc::Call>& call) {
      survey::SaveAnswers(*api_.store(), *responses_, *instruments_, *q, SubmissionOf(call), r);
    });
  }
  Reactor* ResumeResponse(Context* c, const v1alpha::ResumeResponseRequest* q,
                          v1alpha::ResumeResponseResponse* r) override {
    return api_.RunRead(c, q, r, [this, q, r](Tx& tx) {
      return survey::ResumeResponse(tx, *responses_, *instruments_, *q, r);
    });
  }
  Reactor* EditResponse(Context* c, const v1alpha::EditResponseRequest* q,
                        v1alpha::EditResponseResponse* r) override {
    return api_.RunApart(c, q, [this, q, r](const std::shared_ptr<rpc::Call>& call) {
      survey::EditResponse(*api_.store(), *responses_, *instruments_, *q, SubmissionOf(call), r);
    });
  }
  Reactor* WithdrawResponse(Context* c, const v1alpha::WithdrawResponseRequest* q,
                            v1alpha::WithdrawResponseResponse*) override {
    return api_.RunApart(c, q, [this, q](const std::shared_ptr<rpc::Call>& call) {
      survey::WithdrawResponse(*api_.store(), *responses_, *q, SubmissionOf(call));
    });
  }
  Reactor* ListResponses(Context* c, const v1alpha::ListResponsesRequest* q,
                         v1alpha::ListResponsesResponse* r) override {
    return api_.RunRead(c, q, r, [this, q, r](Tx& tx) {
      return survey::ListResponses(tx, *responses_, *instruments_, *q, r);
    });
  }
  Reactor* GetAnswerFile(Context* c, const v1alpha::GetAnswerFileRequest* q,
                         v1alpha::GetAnswerFileResponse* r) override {
    return api_.RunRead(c, q, r, [this, q, r](Tx& tx) {
      return survey::GetAnswerFile(tx, *responses_, *instruments_, *q, r);
    });
  }
  grpc::ServerBidiReactor<v1alpha::SubmitResponsesRequest, v1alpha::SubmitResponsesResponse>*
  SubmitResponses(Context* c) override {
    return SubmitStream::Begin(
        &api_, c,
        {[this](const std::string& wave) { return CheckTakesResponses(*api_.store(), wave); },
         [this](const v1alpha::SubmitResponseRequest& q, Submission submission,
                v1alpha::SubmitResponseResponse* r) {
           survey::SubmitResponse(*api_.store(), *responses_, *instruments_, q,
                                  std::move(submission), r);
         }});
  }
  Reactor* EraseResponse(Context* c, const v1alpha::EraseResponseRequest* q,
                         v1alpha::EraseResponseResponse* r) override {
    return api_.RunPatient(
        c, q, [this, q, r](const resource::Cause& cause, const sql::Patience& patience) {
          return survey::EraseResponse(*api_.store(), *responses_, {cause, patience}, *q, r);
        });
  }

 private:
  static Submission SubmissionOf(const std::shared_ptr<rpc::Call>& call) {
    return {resource::PatienceOf(call), [call] { return call->AuthorizeAgain(); },
            [call](absl::Status s) { call->Finish(std::move(s)); }};
  }

  const Api& api_;
  ResponseStore* const responses_;
  InstrumentCache* const instruments_;
};

class InvitationService final : public v1alpha::InvitationService::CallbackService {
 public:
  InvitationService(const Api* api, ResponseStore* responses) : api_(*api), responses_(responses) {}

  Reactor* IssueInvitations(Context* c, const v1alpha::IssueInvitationsRequest* q,
                            v1alpha::IssueInvitationsResponse* r) override {
    return RunLong(c, q, r, &survey::IssueInvitations);
  }
  Reactor* MarkInvitations(Context* c, const v1alpha::MarkInvitationsRequest* q,
                           v1alpha::MarkInvitationsResponse* r) override {
    return RunLong(c, q, r, &survey::MarkInvitations);
  }
  Reactor* ListReminders(Context* c, const v1alpha::ListRemindersRequest* q,
                         v1alpha::ListRemindersResponse* r) override {
    return RunLong(c, q, r, &survey::ListReminders);
  }
  Reactor* CountInvitations(Context* c, const v1alpha::CountInvitationsRequest* q,
                            v1alpha::CountInvitationsResponse* r) override {
    return RunLong(c, q, r, &survey::CountInvitations);
  }
  Reactor* CheckInvitation(Context* c, const v1alpha::CheckInvitationRequest* q,
                           v1alpha::CheckInvitationResponse* r) override {
    return RunLong(c, q, r, &survey::CheckInvitation);
  }
  Reactor* ListIdentities(Context* c, const v1alpha::ListIdentitiesRequest* q,
                          v1alpha::ListIdentitiesResponse* r) override {
    return api_.RunRead(
        c, q, r, [this, q, r](Tx& tx) { return survey::ListIdentities(tx, *responses_, *q, r); });
  }

 private:
  template <class Request, class Reply>
  Reactor* RunLong(Context* c, const Request* q, Reply* r,
                   absl::Status (*use_case)(resource::Store&, ResponseStore&, const OnBehalf&,
                                            const Request&, Reply*)) {
    return api_.RunPatient(
        c, q, [this, q, r, use_case](const resource::Cause& cause, const sql::Patience& patience) {
          return use_case(*api_.store(), *responses_, {cause, patience}, *q, r);
        });
  }

  const Api& api_;
  ResponseStore* const responses_;
};

class AnalysisService final : public v1alpha::AnalysisService::CallbackService {
 public:
  AnalysisService(const Api* api, ResponseStore* responses) : api_(*api), responses_(responses) {}

  Reactor* TabulateWave(Context* c, const v1alpha::TabulateWaveRequest* q,
                        v1alpha::TabulateWaveResponse* r) override {
    return api_.RunPatient(
        c, q, [this, q, r](const resource::Cause& cause, const sql::Patience& patience) {
          return survey::TabulateWave(*api_.store(), *responses_, {cause, patience}, *q, r);
        });
  }

 private:
  const Api& api_;
  ResponseStore* const responses_;
};

class ExportService final : public v1alpha::ExportService::CallbackService {
 public:
  ExportService(const Api* api, ResponseStore* responses) : api_(*api), responses_(responses) {}

  grpc::ServerWriteReactor<v1alpha::ExportResponsesResponse>* ExportResponses(
      Context* c, const v1alpha::ExportResponsesRequest* q) override {
    return ExportStream::Begin(&api_, responses_, c, q);
  }

 private:
  const Api& api_;
  ResponseStore* const responses_;
};

}  // namespace lotse::survey
